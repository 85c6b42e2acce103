import type { ControlStore, Database, NewRow, Row } from '@spillway/control-store'
import { nextLegacyId } from '@spillway/control-store'
import { type SqlBool, sql } from 'kysely'
import type { Slice } from '../listing/narrowing.ts'
import { activeUsersUnder } from '../listing/tallied.ts'
import { isStorable } from '../matching.ts'
import type { Reach } from '../reach.ts'
import { isWithin } from '../within.ts'
import { createUserListing, orderOf } from './listing.ts'
import type { UserFilter, UserOrder, UserRecord } from './records.ts'

/** How to name one user. */
export type UserKey = { readonly uid: string } | { readonly legacyId: number }

export type { Slice } from '../listing/narrowing.ts'
export type { UserFilter, UserOrder, UserRecord } from './records.ts'

export type UserColumns = Partial<Omit<Row<'user'>, 'uid' | 'legacy_id' | 'tenant_id' | 'token_generation'>>
export type PeopleRepository = ReturnType<typeof createPeopleRepository>

const inByUid = { column: 'legacy_id', descending: false } as const satisfies UserOrder

export const createPeopleRepository = (store: ControlStore) => {
  const joined = (db: Database = store.db) =>
    db.selectFrom('user').innerJoin('organization', 'organization.uid', 'user.org_uid')

  const records = (db?: Database) =>
    joined(db)
      .selectAll('user')
      .select([
        'organization.legacy_id as org_legacy_id',
        'organization.guid as org_guid',
        'organization.name as org_name',
        'organization.path as org_path',
        'organization.settings as org_settings',
      ])

  const listing = createUserListing(store, (db, uids, order) =>
    records(db)
      .where(({ eb }) => sql<SqlBool>`${eb.ref('user.uid')} in ${uids}`)
      .orderBy(orderOf(order))
      .execute(),
  )

  return {
    find: async (reach: Reach, key: UserKey, db?: Database): Promise<UserRecord | undefined> => {
      if ('uid' in key && !isStorable(key.uid)) return undefined
      return records(db)
        .where(isWithin('user', reach))
        .where(({ eb }) => ('uid' in key ? eb('user.uid', '=', key.uid) : eb('user.legacy_id', '=', key.legacyId)))
        .executeTakeFirst()
    },

    page: (reach: Reach, filter: UserFilter, slice: Slice, order: UserOrder = inByUid, db?: Database) =>
      listing.page(reach, filter, slice, order, db),

    /** A page, and how many there are in all. */
    list: (reach: Reach, filter: UserFilter, slice: Slice, order: UserOrder = inByUid) =>
      listing.list(reach, filter, slice, order),

    insert: async (db: Database, user: Omit<NewRow<'user'>, 'legacy_id'>): Promise<void> => {
      const legacyId = await nextLegacyId(db as Parameters<typeof nextLegacyId>[0], 'user')
      await db
        .insertInto('user')
        .values({ ...user, legacy_id: legacyId })
        .execute()
    },

    /** Changes a user; with `endTokens` every token issued so far ends. */
    update: async (db: Database, uid: string, changes: UserColumns, endTokens: boolean): Promise<void> => {
      const update = db.updateTable('user').set(changes).where('uid', '=', uid)
      await (endTokens
        ? update.set(({ eb }) => ({ token_generation: eb('token_generation', '+', 1) }))
        : update
      ).execute()
    },

    /** Active users of the organization at `path` and those under it, as `db` sees them. */
    activeUnder: (db: Database, path: string): Promise<number> => activeUsersUnder(db, store.dialect, path),

    profile: (uid: string) =>
      store.db
        .selectFrom('directory_profile')
        .leftJoin('department', 'department.id', 'directory_profile.department_id')
        .selectAll('directory_profile')
        .select('department.name as department')
        .where('user_uid', '=', uid)
        .executeTakeFirst(),
  }
}
