import type { Database } from '@spillway/control-store'
import { type SqlBool, sql } from 'kysely'
import { isStorable, isWithin, type ListStore, type Reach, type Slice } from '../../identity/index.ts'
import type { AgentRow } from './health.ts'
import { createMachineListing, type MachineQuestion } from './listing.ts'
import { orderOf } from './orders.ts'
import type { MachineFilter, MachineOrder, MachineRecord } from './records.ts'
import { createSilence } from './silence.ts'

/** How to name one machine. */
export type MachineKey = { readonly uid: string } | { readonly legacyId: number }

export type { MachineFilter, MachineOrder, MachineRecord, OperatingSystem } from './records.ts'

export type MachineColumns = Partial<
  Omit<AgentRow, 'uid' | 'owner_org_uid' | 'legacy_id' | 'tenant_id' | 'token_generation' | 'key_hash'>
>
export type MachineRepository = ReturnType<typeof createMachineRepository>

const joined = (db: Database) =>
  db
    .selectFrom('agent')
    .leftJoin('user', 'user.uid', 'agent.user_uid')
    .leftJoin('organization', 'organization.uid', 'user.org_uid')

export const createMachineRepository = (store: ListStore) => {
  const records = (db: Database = store.db) =>
    joined(db)
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

  const listing = createMachineListing(store, (db, uids, order) =>
    records(db)
      .where(({ eb }) => sql<SqlBool>`${eb.ref('agent.uid')} in ${uids}`)
      .orderBy(orderOf(order))
      .execute(),
  )

  const noteSilence = createSilence(store)

  const questionAt = async ({ tenantId }: Reach, filter: MachineFilter, now: Date): Promise<MachineQuestion> => {
    const asksForHealth = filter.healthy !== undefined || filter.anyIssue !== undefined
    return { ...filter, now, isSilenceNoted: asksForHealth && (await noteSilence(tenantId, now)) }
  }

  return {
    find: async (reach: Reach, key: MachineKey): Promise<MachineRecord | undefined> => {
      if ('uid' in key && !isStorable(key.uid)) return undefined
      return records()
        .where(isWithin('agent', reach))
        .where(({ eb }) => ('uid' in key ? eb('agent.uid', '=', key.uid) : eb('agent.legacy_id', '=', key.legacyId)))
        .executeTakeFirst()
    },

    /** Those of the given machines that are within reach. */
    among: (reach: Reach, uids: readonly string[]): Promise<MachineRecord[]> =>
      records()
        .where(isWithin('agent', reach))
        .where('agent.uid', 'in', [...uids.filter(isStorable), ''])
        .execute(),

    page: async (reach: Reach, filter: MachineFilter, slice: Slice, order: MachineOrder, now: Date) =>
      listing.page(reach, await questionAt(reach, filter, now), slice, order),

    /** A page, and how many there are in all. */
    list: async (reach: Reach, filter: MachineFilter, slice: Slice, order: MachineOrder, now: Date) =>
      listing.list(reach, await questionAt(reach, filter, now), slice, order),

    count: async (reach: Reach, filter: MachineFilter, now: Date): Promise<number> =>
      listing.count(reach, await questionAt(reach, filter, now)),

    requestUpgradeOf: async (organizationUid: string, at: string): Promise<void> => {
      await store.db
        .updateTable('agent')
        .set({ upgrade_requested_at: at })
        .where('active', '=', 1)
        .where('owner_org_uid', '=', organizationUid)
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
