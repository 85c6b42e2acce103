import { ImportedAgent, type ImportReceipt } from '@spillway/contract'
import { type ControlStore, type Database, nextLegacyId, type Row } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Audit } from '../../audit/index.ts'
import { carryOutRows, type Reach, type RowOutcome, reachOf, refusedField } from '../../identity/index.ts'
import type { AgentRow } from '../repository.ts'
import { columnsOf, differing } from './columns.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly audit: Pick<Audit, 'record'>
  readonly forgetCallers: () => void
  readonly clock: () => Date
}

interface Owner extends Pick<Row<'user'>, 'uid' | 'username' | 'active'> {
  readonly path: string
}

interface Batch {
  readonly db: Database
  readonly caller: Caller
  readonly reach: Reach
  readonly known: ReadonlyMap<string, { readonly agent: AgentRow; readonly path: string | null }>
  readonly owners: ReadonlyMap<string, Owner>
  readonly at: string
}

/** Machines out of a file, a few hundred at a time: one transaction, each row wholly carried out or not at all. */
export const createAgentImport =
  ({ store, audit, forgetCallers, clock }: Dependencies) =>
  async (caller: Caller, rows: readonly unknown[]): Promise<ImportReceipt> => {
    const receipt = await store.transaction(async (db) => {
      const batch = await openBatch(db, caller, rows, clock().toISOString())
      return carryOutRows<ImportedAgent>(db, rows, {
        schema: ImportedAgent,
        keyOf: ({ guid }) => guid,
        taken: 'The id is taken',
        carryOut: (row) => carryOut(batch, row),
      })
    })
    if (receipt.updated > 0) forgetCallers()
    for (const { outcome, id } of receipt.rows)
      if (outcome === 'created' || outcome === 'updated')
        audit.record({
          type: outcome === 'created' ? 'agent_registered' : 'agent_updated',
          actor: caller,
          details: { agentUid: id },
        })
    return receipt
  }

const textsOf = (rows: readonly unknown[], name: 'guid' | 'userName'): string[] =>
  rows
    .map((row) => (typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[name] : undefined))
    .filter((text) => typeof text === 'string' && !text.includes('\0')) as string[]

const keyOf = (username: string): string => username.normalize('NFC').toLowerCase()

const openBatch = async (db: Database, caller: Caller, rows: readonly unknown[], at: string): Promise<Batch> => {
  const { tenantId } = caller
  const agents = await db
    .selectFrom('agent')
    .leftJoin('user', 'user.uid', 'agent.user_uid')
    .leftJoin('organization', 'organization.uid', 'user.org_uid')
    .selectAll('agent')
    .select('organization.path as owner_path')
    .where('agent.uid', 'in', [...textsOf(rows, 'guid'), ''])
    .execute()
  const owners = await db
    .selectFrom('user')
    .innerJoin('organization', 'organization.uid', 'user.org_uid')
    .select(['user.uid', 'user.username', 'user.username_key', 'user.active', 'organization.path'])
    .where('user.tenant_id', '=', tenantId)
    .where('user.username_key', 'in', [...textsOf(rows, 'userName').map(keyOf), ''])
    .execute()
  return {
    ...{ db, caller, at, reach: reachOf(caller, 'agents.write') },
    known: new Map(agents.map(({ owner_path, ...agent }) => [agent.uid, { agent, path: owner_path }])),
    owners: new Map(owners.map((owner) => [owner.username_key, owner])),
  }
}

const carryOut = async (batch: Batch, row: ImportedAgent): Promise<RowOutcome> => {
  if (!/^[\w-]{1,64}$/.test(row.guid)) throw refusedField('guid', 'needs 1 to 64 letters, digits or signs - and _')
  const existing = batch.known.get(row.guid)
  if (existing && !covers(batch, existing.agent.tenant_id, existing.path)) throw refusedField('guid', 'The id is taken')
  const owner = ownerOf(batch, row)
  if (!existing) return createAgent(batch, row, owner)
  const { agent } = existing
  const wanted = { ...columnsOf(row), ...ownerColumns(owner, row), ...activity(row, agent) }
  const columns = differing(agent, wanted)
  if (Object.keys(columns).length === 0) return { outcome: 'unchanged', id: agent.uid }
  const isTurned = 'active' in columns
  await batch.db
    .updateTable('agent')
    .set({ ...columns, modified_at: batch.at })
    .$if(isTurned, (update) => update.set(({ eb }) => ({ token_generation: eb('token_generation', '+', 1) })))
    .where('uid', '=', agent.uid)
    .execute()
  return { outcome: 'updated', id: agent.uid }
}

/** An active machine has an active owner, or none. */
const ownerOf = ({ owners, reach }: Batch, { userName, active }: ImportedAgent): Owner | null | undefined => {
  if (userName === undefined) return undefined
  if (userName === null || userName === '') return null
  const owner = owners.get(keyOf(userName))
  if (!owner || (reach.path !== null && !owner.path.startsWith(reach.path)))
    throw refusedField('userName', `No user is named ${userName.slice(0, 100)}`)
  if (active === true && owner.active === 0) throw refusedField('active', 'The user of the machine is deactivated')
  return owner
}

const covers = ({ reach }: Batch, tenantId: string, path: string | null): boolean =>
  tenantId === reach.tenantId && (reach.path === null || (path?.startsWith(reach.path) ?? false))

const ownerColumns = (owner: Owner | null | undefined, { active }: ImportedAgent) => {
  if (owner === undefined) return {}
  const goesAlong = owner?.active === 0 && active === undefined ? { active: 0 as const } : {}
  return { user_uid: owner?.uid ?? null, user_email: owner?.username ?? null, ...goesAlong }
}

const activity = ({ active }: ImportedAgent, { active: was }: Pick<AgentRow, 'active'>) =>
  active === undefined || active === (was === 1)
    ? {}
    : { active: active ? (1 as const) : (0 as const), deactivated_with: null }

const createAgent = async (
  { db, caller, reach, at }: Batch,
  row: ImportedAgent,
  owner: Owner | null | undefined,
): Promise<RowOutcome> => {
  if (!owner && reach.path !== null) throw refusedField('userName', 'needs a user of your organizations')
  const { name, ...columns } = columnsOf(row)
  const legacyId = await nextLegacyId(db as Parameters<typeof nextLegacyId>[0], 'agent')
  await db
    .insertInto('agent')
    .values({
      ...{ uid: row.guid, legacy_id: legacyId, tenant_id: caller.tenantId, key_hash: '', name: name ?? row.guid },
      ...{ user_uid: null, user_email: null, hostname: name ?? null, os_name: null, os_version: null },
      ...{ agent_version: null, health: null, spooled_events: null, dropped_events: null },
      ...{ last_connected_at: null, created_at: at, modified_at: at },
      ...columns,
      ...ownerColumns(owner, row),
      ...activity(row, { active: 1 }),
    })
    .execute()
  return { outcome: 'created', id: row.guid }
}
