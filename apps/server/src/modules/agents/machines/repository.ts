import type { ControlStore, Database, Tables } from '@spillway/control-store'
import { type Expression, type ExpressionBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { contains, isStorable, pathEnd, type Reach } from '../../identity/index.ts'
import { type AgentRow, notConnectingSince } from './health.ts'

/** A machine with what is told of its owner and the owner's organization; both null where nobody owns it. */
export interface MachineRecord extends AgentRow {
  readonly owner_legacy_id: number | null
  readonly owner_username: string | null
  readonly owner_email: string | null
  readonly owner_first_name: string | null
  readonly owner_last_name: string | null
  readonly owner_active: number | null
  readonly owner_blocked: number | null
  readonly org_uid: string | null
  readonly org_legacy_id: number | null
  readonly org_guid: string | null
  readonly org_name: string | null
}

/** How to name one machine. */
export type MachineKey = { readonly uid: string } | { readonly legacyId: number }

export interface MachineFilter {
  readonly active?: boolean | undefined
  readonly blocked?: boolean | undefined
  /** Whether any alert stands. */
  readonly alerted?: boolean | undefined
  /** Alerts, as bits, any of which stands. */
  readonly alertBits?: number | undefined
  readonly userUid?: string | undefined
  readonly userLegacyId?: number | undefined
  readonly organizationPath?: string | undefined
  readonly uid?: string | undefined
  readonly destinationGuid?: string | undefined
  readonly agentType?: string | undefined
  readonly serialNumber?: string | undefined
  readonly healthy?: boolean | undefined
  readonly anyIssue?: readonly string[] | undefined
  readonly anySystem?: readonly OperatingSystem[] | undefined
  /** Instants from which on, or before which, something happened. */
  readonly connectedSince?: string | undefined
  readonly notConnectedSince?: string | undefined
  readonly healthChangedSince?: string | undefined
  /** Part of name, host name or uid. */
  readonly search?: string | undefined
}

export type OperatingSystem = 'WIN' | 'MAC' | 'LINUX'

const sortable = {
  name: 'agent.name',
  user: 'agent.user_uid',
  type: 'agent.agent_type',
  hostname: 'agent.hostname',
  connected: 'agent.last_connected_at',
  system: 'agent.os_name',
  number: 'agent.legacy_id',
  created: 'agent.created_at',
} as const

export interface MachineOrder {
  readonly by: keyof typeof sortable | 'archiveBytes' | 'lastBackup'
  readonly descending: boolean
}

export type MachineColumns = Partial<
  Omit<AgentRow, 'uid' | 'legacy_id' | 'tenant_id' | 'token_generation' | 'key_hash'>
>
export type MachineRepository = ReturnType<typeof createMachineRepository>

type Builder = ExpressionBuilder<Tables, 'agent'>

const joined = (db: Database) =>
  db
    .selectFrom('agent')
    .leftJoin('user', 'user.uid', 'agent.user_uid')
    .leftJoin('organization', 'organization.uid', 'user.org_uid')

export const createMachineRepository = (store: Pick<ControlStore, 'db' | 'transaction'>) => {
  const records = () =>
    joined(store.db)
      .selectAll('agent')
      .select([
        'user.legacy_id as owner_legacy_id',
        'user.username as owner_username',
        'user.email as owner_email',
        'user.first_name as owner_first_name',
        'user.last_name as owner_last_name',
        'user.active as owner_active',
        'user.blocked as owner_blocked',
        'organization.uid as org_uid',
        'organization.legacy_id as org_legacy_id',
        'organization.guid as org_guid',
        'organization.name as org_name',
      ])

  const reachable = (reach: Reach) =>
    store.db
      .selectFrom('agent')
      .select('agent.uid')
      .where((builder) => within(builder, reach))

  return {
    find: async (reach: Reach, key: MachineKey): Promise<MachineRecord | undefined> => {
      if ('uid' in key && !isStorable(key.uid)) return undefined
      return records()
        .where('agent.uid', 'in', reachable(reach))
        .where(({ eb }) => ('uid' in key ? eb('agent.uid', '=', key.uid) : eb('agent.legacy_id', '=', key.legacyId)))
        .executeTakeFirst()
    },

    /** Those of the given machines that are within reach. */
    among: (reach: Reach, uids: readonly string[]): Promise<MachineRecord[]> =>
      records()
        .where('agent.uid', 'in', reachable(reach))
        .where('agent.uid', 'in', [...uids.filter(isStorable), ''])
        .execute(),

    page: (
      reach: Reach,
      filter: MachineFilter,
      { offset, limit }: { readonly offset: number; readonly limit: number },
      order: MachineOrder,
      now: Date,
    ): Promise<MachineRecord[]> => {
      // Chosen among machines alone, by an index where there is one, before anything is joined to them.
      const chosen = ordered(narrowed(store.db, reach, filter, now).select('agent.uid'), order)
      return ordered(records().where('agent.uid', 'in', chosen.limit(limit).offset(offset)), order).execute()
    },

    count: async (reach: Reach, filter: MachineFilter, now: Date): Promise<number> => {
      const row = await narrowed(store.db, reach, filter, now)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
      return Number(row.rows)
    },

    requestUpgradeOf: async (organizationUid: string, at: string): Promise<void> => {
      await store.db
        .updateTable('agent')
        .set({ upgrade_requested_at: at })
        .where('active', '=', 1)
        .where(({ eb, selectFrom }) =>
          eb('user_uid', 'in', selectFrom('user').select('user.uid').where('user.org_uid', '=', organizationUid)),
        )
        .execute()
    },

    /** Changes machines; with `endTokens` every token issued to them ends. */
    update: async (uids: readonly string[], changes: MachineColumns, endTokens = false): Promise<void> => {
      const update = store.db.updateTable('agent').set(changes).where('uid', 'in', uids)
      await (endTokens
        ? update.set(({ eb }) => ({ token_generation: eb('token_generation', '+', 1) }))
        : update
      ).execute()
    },
  }
}

/** The latest backup of a machine, or its archives together, for sorting. */
const usageOrder = {
  lastBackup: sql`(select max(last_backup_at) from backup_usage where backup_usage.agent_uid = agent.uid)`,
  archiveBytes: sql`(select coalesce(sum(archive_bytes), 0) from backup_usage where backup_usage.agent_uid = agent.uid)`,
} as const

/** Machines that fit, looked for among machines alone. */
const narrowed = (db: Database, reach: Reach, filter: MachineFilter, now: Date) =>
  db.selectFrom('agent').where((builder) => matches(builder, reach, filter, now))

/** In the order asked for. The uid that breaks ties goes the same way, so that one index serves both. */
const ordered = <Names extends keyof Tables, Chosen>(
  query: SelectQueryBuilder<Tables, Names, Chosen>,
  { by, descending }: MachineOrder,
): SelectQueryBuilder<Tables, Names, Chosen> => {
  const direction = descending ? 'desc' : 'asc'
  const column = by === 'archiveBytes' || by === 'lastBackup' ? usageOrder[by] : sql.ref(sortable[by])
  return query.orderBy(column, direction).orderBy(sql.ref('agent.uid'), direction)
}

/** A machine nobody owns belongs to no organization, so only an unbounded reach covers it. */
const within = ({ and, eb, selectFrom }: Builder, { tenantId, path }: Reach): Expression<SqlBool> =>
  and([
    eb('agent.tenant_id', '=', tenantId),
    ...(path === null ? [] : [eb('agent.user_uid', 'in', ownersUnder(selectFrom, path))]),
  ])

const owners = (selectFrom: Builder['selectFrom']) =>
  selectFrom('user').innerJoin('organization', 'organization.uid', 'user.org_uid').select('user.uid')

const ownersUnder = (selectFrom: Builder['selectFrom'], path: string) =>
  owners(selectFrom).where('organization.path', '>=', path).where('organization.path', '<', pathEnd(path))

type Condition = Expression<SqlBool>

const matches = (builder: Builder, reach: Reach, filter: MachineFilter, now: Date): Condition =>
  builder.and([
    within(builder, reach),
    ...flagConditions(builder, filter),
    ...ownerConditions(builder, filter),
    ...machineConditions(builder, filter),
    ...healthConditions(builder, filter, now),
    ...timeConditions(builder, filter, now),
  ])

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
  ...(filter.organizationPath === undefined
    ? []
    : [eb('agent.user_uid', 'in', ownersUnder(selectFrom, filter.organizationPath))]),
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

const healthConditions = (builder: Builder, { healthy, anyIssue }: MachineFilter, now: Date): Condition[] => {
  const { or, not, eb } = builder
  const ill = or([eb('agent.health_issues', '<>', '[]'), isSilent(builder, now)])
  const hasIssue = (issue: string) =>
    issue === 'NOT_CONNECTING'
      ? or([contains(eb.ref('agent.health_issues'), `"${issue}"`), isSilent(builder, now)])
      : contains(eb.ref('agent.health_issues'), `"${plain(issue)}"`)
  return [
    ...(healthy === undefined ? [] : [healthy ? not(ill) : ill]),
    ...(anyIssue === undefined ? [] : [or(anyIssue.map(hasIssue))]),
  ]
}

const isSilent = ({ and, eb, fn, val }: Builder, now: Date): Condition =>
  and([
    eb('agent.active', '=', 1),
    eb(fn.coalesce('agent.last_connected_at', 'agent.created_at'), '<', val(notConnectingSince(now))),
  ])

const timeConditions = (builder: Builder, filter: MachineFilter, now: Date): Condition[] => {
  const { eb, or, and } = builder
  const { connectedSince, notConnectedSince, healthChangedSince } = filter
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
