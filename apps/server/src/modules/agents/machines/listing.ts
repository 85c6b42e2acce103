import type { Database, Tables } from '@spillway/control-store'
import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely'
import { contains, createListing, type ListStore, scopeConditions } from '../../identity/index.ts'
import { notConnectingSince } from './health.ts'
import { orderOf, placeOf, placingOf, rankOf } from './orders.ts'
import type { MachineFilter, MachineOrder, MachineRecord, OperatingSystem } from './records.ts'

/** A filter, and the instant from which it looks back. */
export interface MachineQuestion extends MachineFilter {
  readonly now: Date
  /** Whether it is noted with every machine whether it is silent at that instant. */
  readonly isSilenceNoted: boolean
}

type Builder = ExpressionBuilder<Tables, 'agent'>
type Condition = Expression<SqlBool>
type Records = (db: Database, uids: Expression<string>, order: MachineOrder) => Promise<MachineRecord[]>

export const createMachineListing = (store: ListStore, records: Records) =>
  createListing<MachineQuestion, MachineOrder, MachineRecord>(store, {
    kind: 'agent',
    wishOf: ({ active, blocked, organizationPath: path, search }) => ({
      ...{ active, blocked, search },
      organization: path === undefined ? undefined : { path, withChildren: true },
    }),
    isTallied: ({ active, blocked, organizationPath, now, isSilenceNoted, ...rest }) =>
      Object.values(rest).every((wish) => wish === undefined),
    isDirect: ({ uid, userUid, userLegacyId, serialNumber }) =>
      [uid, userUid, userLegacyId, serialNumber].some((wish) => wish !== undefined),
    settledBy: ({ now, ...wishes }) => (isSettled(wishes) ? wishes : null),
    isFollowed: isSettled,
    isOrderedByOrganization: ({ by }) => by === 'number' || by === 'name',
    byNumber: ({ by, descending }) => (by === 'number' ? (descending ? 'desc' : 'asc') : null),
    orderBy: orderOf,
    rankOf,
    placingOf,
    placeOf,
    records,
    conditions: (question, narrowing, access) => {
      const builder = expressionBuilder<Tables, 'agent'>()
      const columns = { tenant: builder.ref('agent.tenant_id'), organization: builder.ref('agent.owner_org_uid') }
      return builder.and([
        ...scopeConditions(store.dialect, columns, narrowing, access),
        ...conditionsOf(builder, question),
      ])
    },
  })

const settling: ReadonlySet<string> = new Set<keyof MachineQuestion>([
  ...(['active', 'blocked', 'organizationPath', 'agentType', 'anySystem', 'search', 'healthy', 'anyIssue'] as const),
  ...(['now', 'isSilenceNoted'] as const),
])

/** Whether the journal of machines tells of every change of what the filter asks for. */
const isSettled = (question: Omit<MachineQuestion, 'now'>): boolean =>
  Object.entries(question).every(([name, wish]) => wish === undefined || settling.has(name)) &&
  (question.isSilenceNoted || (question.healthy === undefined && question.anyIssue === undefined))

const owners = (selectFrom: Builder['selectFrom']) =>
  selectFrom('user').innerJoin('organization', 'organization.uid', 'user.org_uid').select('user.uid')

const conditionsOf = (builder: Builder, question: MachineQuestion): Condition[] => [
  ...flagConditions(builder, question),
  ...ownerConditions(builder, question),
  ...machineConditions(builder, question),
  ...healthConditions(builder, question),
  ...timeConditions(builder, question),
]

const flagConditions = ({ eb }: Builder, { active, blocked, alerted, alertBits }: MachineFilter): Condition[] => [
  ...(active === undefined ? [] : [eb('agent.active', '=', active ? 1 : 0)]),
  ...(blocked === undefined ? [] : [eb('agent.blocked', '=', blocked ? 1 : 0)]),
  ...(alerted === undefined ? [] : [eb('agent.alert_state', alerted ? '>' : '=', 0)]),
  ...(alertBits === undefined ? [] : [sql<SqlBool>`(${eb.ref('agent.alert_state')} & ${alertBits}) <> 0`]),
]

const ownerConditions = ({ eb, selectFrom }: Builder, filter: MachineFilter): Condition[] => [
  ...(filter.userUid === undefined ? [] : [eb('agent.user_uid', '=', plain(filter.userUid))]),
  ...(filter.userLegacyId === undefined
    ? []
    : [eb('agent.user_uid', 'in', owners(selectFrom).where('user.legacy_id', '=', filter.userLegacyId))]),
]

const machineConditions = (builder: Builder, filter: MachineFilter): Condition[] => {
  const { eb, or } = builder
  const { uid, agentType, serialNumber, anySystem, search, destinationGuid } = filter
  return [
    ...(uid === undefined ? [] : [eb('agent.uid', '=', plain(uid))]),
    ...(agentType === undefined ? [] : [eb('agent.agent_type', '=', agentType)]),
    ...(serialNumber === undefined ? [] : [eb('agent.serial_number', '=', plain(serialNumber))]),
    ...(anySystem === undefined ? [] : [or(anySystem.flatMap((system) => runs(builder, system)))]),
    ...(destinationGuid === undefined ? [] : [backsUpTo(builder, plain(destinationGuid))]),
    ...(search === undefined
      ? []
      : [or((['name', 'hostname', 'uid'] as const).map((name) => contains(eb.ref(`agent.${name}`), plain(search))))]),
  ]
}

/** Names that agents of each system give it. `darwin` holds `win`, so that Windows is told by how the name starts. */
const runs = ({ eb }: Builder, system: OperatingSystem): Condition[] => {
  const name = eb.ref('agent.os_name')
  if (system === 'LINUX') return [contains(name, 'linux')]
  if (system === 'WIN') return [sql<SqlBool>`lower(${name}) like 'win%'`, contains(name, 'microsoft')]
  return [contains(name, 'mac'), contains(name, 'darwin')]
}

const backsUpTo = ({ exists, selectFrom }: Builder, guid: string): Condition =>
  exists(
    selectFrom('backup_usage')
      .select('backup_usage.agent_uid')
      .whereRef('backup_usage.agent_uid', '=', 'agent.uid')
      .where('backup_usage.destination_guid', '=', guid),
  )

/** What is ill has an index where silence is noted, and the index wants its very words. */
const healthConditions = (builder: Builder, question: MachineQuestion): Condition[] => {
  const { or, not, eb, and } = builder
  const { healthy, anyIssue, now, isSilenceNoted } = question
  const silent = isSilenceNoted ? sql<SqlBool>`${sql.ref('agent.silent')} = 1` : isSilent(builder, now)
  const ill = sql<SqlBool>`(${sql.ref('agent.health_issues')} <> '[]' or ${silent})`
  const hasIssue = (issue: string) => contains(eb.ref('agent.health_issues'), `"${plain(issue)}"`)
  const has = (issue: string) => (issue === 'NOT_CONNECTING' ? or([hasIssue(issue), silent]) : hasIssue(issue))
  return [
    ...(healthy === undefined ? [] : [healthy ? not(ill) : ill]),
    ...(anyIssue === undefined ? [] : [and([ill, or(anyIssue.map(has))])]),
  ]
}

const isSilent = ({ and, eb, fn, val }: Builder, now: Date): Condition =>
  and([
    eb('agent.active', '=', 1),
    eb(fn.coalesce('agent.last_connected_at', 'agent.created_at'), '<', val(notConnectingSince(now))),
  ])

const timeConditions = (builder: Builder, question: MachineQuestion): Condition[] => {
  const { eb, or, and } = builder
  const { connectedSince, notConnectedSince, healthChangedSince, now } = question
  return [
    ...(connectedSince === undefined ? [] : [eb('agent.last_connected_at', '>=', connectedSince)]),
    ...(notConnectedSince === undefined
      ? []
      : [or([eb('agent.last_connected_at', '<', notConnectedSince), eb('agent.last_connected_at', 'is', null)])]),
    ...(healthChangedSince === undefined
      ? []
      : [
          or([
            eb('agent.health_modified_at', '>=', healthChangedSince),
            and([
              isSilent(builder, now),
              eb('agent.last_connected_at', '>=', notConnectingSince(new Date(healthChangedSince))),
            ]),
          ]),
        ]),
  ]
}

const plain = (text: string): string => text.replaceAll('\0', '')
