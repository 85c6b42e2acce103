import { type ControlStore, type NewRow, nextLegacyId, type Row } from '@spillway/control-store'
import { isWithin, type Reach } from '../identity/index.ts'

/** What a transaction of the control store hands to the work inside it. */
export type Transaction = Parameters<Parameters<ControlStore['transaction']>[0]>[0]

export type AgentRow = Row<'agent'>
export type LedgerRow = Row<'loss_ledger'>

export interface LedgerFilter {
  readonly reach: Reach
  readonly agentUid?: string | undefined
  readonly openOnly: boolean
  /** Instant and id of the row before the page. */
  readonly after: { readonly detectedAt: string; readonly id: string } | null
  readonly limit: number
}

export const createAgentRepository = (store: Pick<ControlStore, 'db' | 'transaction'>) => ({
  insert: (agent: Omit<NewRow<'agent'>, 'legacy_id'>): Promise<void> =>
    store.transaction(async (transaction) => {
      const legacyId = await nextLegacyId(transaction, 'agent')
      await transaction
        .insertInto('agent')
        .values({ ...agent, legacy_id: legacyId })
        .execute()
    }),

  userUid: async ({ tenantId, path }: Reach, email: string): Promise<string | null> => {
    const user = await store.db
      .selectFrom('user')
      .innerJoin('organization', 'organization.uid', 'user.org_uid')
      .select(['user.uid', 'organization.path'])
      .where('user.tenant_id', '=', tenantId)
      .where('user.username_key', '=', email.toLowerCase())
      .executeTakeFirst()
    return user && (path === null || user.path.startsWith(path)) ? user.uid : null
  },

  find: (uid: string): Promise<AgentRow | undefined> =>
    store.db.selectFrom('agent').selectAll().where('uid', '=', uid).executeTakeFirst(),

  list: (reach: Reach, afterUid: string, limit: number): Promise<AgentRow[]> =>
    store.db
      .selectFrom('agent')
      .selectAll()
      .where(isWithin('agent', reach))
      .where('uid', '>', afterUid)
      .orderBy('uid')
      .limit(limit)
      .execute(),

  update: async (uid: string, values: Partial<NewRow<'agent'>>): Promise<void> => {
    await store.db.updateTable('agent').set(values).where('uid', '=', uid).execute()
  },

  /** Notes what became of the upgrade that was asked for at an instant; one asked for anew is another. */
  noteUpgrade: async (uid: string, requestedAt: string, values: Partial<NewRow<'agent'>>): Promise<void> => {
    await store.db
      .updateTable('agent')
      .set(values)
      .where('uid', '=', uid)
      .where('upgrade_requested_at', '=', requestedAt)
      .execute()
  },

  losses: ({ reach, agentUid, openOnly, after, limit }: LedgerFilter): Promise<LedgerRow[]> => {
    let query = store.db
      .selectFrom('loss_ledger')
      .innerJoin('agent', 'agent.uid', 'loss_ledger.agent_uid')
      .selectAll('loss_ledger')
      .where(isWithin('agent', reach))
    if (agentUid !== undefined) query = query.where('loss_ledger.agent_uid', '=', agentUid)
    if (openOnly) query = query.where('loss_ledger.resolved_at', 'is', null)
    if (after) {
      query = query.where(({ eb, and, or }) =>
        or([
          eb('loss_ledger.detected_at', '>', after.detectedAt),
          and([eb('loss_ledger.detected_at', '=', after.detectedAt), eb('loss_ledger.id', '>', after.id)]),
        ]),
      )
    }
    return query.orderBy('loss_ledger.detected_at').orderBy('loss_ledger.id').limit(limit).execute()
  },
})

export type AgentRepository = ReturnType<typeof createAgentRepository>
