import type { ControlStore, Database, NewRow, Row, Tables } from '@spillway/control-store'
import { nextLegacyId } from '@spillway/control-store'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { contains, isStorable } from '../matching.ts'
import { pathEnd, type Reach } from '../reach.ts'

export interface UserRecord extends Row<'user'> {
  readonly org_legacy_id: number
  readonly org_guid: string
  readonly org_name: string
  readonly org_path: string
  readonly org_settings: string
}

/** How to name one user. */
export type UserKey = { readonly uid: string } | { readonly legacyId: number }

export interface UserFilter {
  readonly active?: boolean | undefined
  readonly blocked?: boolean | undefined
  /** Keys of user names, any of which fits. */
  readonly usernameKeys?: readonly string[] | undefined
  readonly email?: string | undefined
  /** Path of an organization; with `withChildren` those under it too. */
  readonly organization?: { readonly path: string; readonly withChildren: boolean } | undefined
  readonly roleId?: string | undefined
  readonly uid?: string | undefined
  readonly externalReference?: string | undefined
  /** Whole display name, in any letter case. */
  readonly displayName?: string | undefined
  /** Part of user name, e-mail address, first or last name. */
  readonly search?: string | undefined
}

export interface UserOrder {
  readonly column: 'legacy_id' | 'username_key' | 'email' | 'first_name' | 'last_name' | 'created_at' | 'modified_at'
  readonly descending: boolean
}

export interface Slice {
  readonly offset: number
  readonly limit: number
}

export type UserColumns = Partial<Omit<Row<'user'>, 'uid' | 'legacy_id' | 'tenant_id' | 'token_generation'>>
export type PeopleRepository = ReturnType<typeof createPeopleRepository>

type Builder = ExpressionBuilder<Tables, 'user'>

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

  return {
    find: async (reach: Reach, key: UserKey, db?: Database): Promise<UserRecord | undefined> => {
      if ('uid' in key && !isStorable(key.uid)) return undefined
      const reachable = (db ?? store.db).selectFrom('user').where((builder) => within(builder, reach))
      return records(db)
        .where('user.uid', 'in', reachable.select('user.uid'))
        .where(({ eb }) => ('uid' in key ? eb('user.uid', '=', key.uid) : eb('user.legacy_id', '=', key.legacyId)))
        .executeTakeFirst()
    },

    /** Chooses the rows among users alone, by an index where there is one, before anything is joined to them. */
    page: (reach: Reach, filter: UserFilter, { offset, limit }: Slice, order: UserOrder = inByUid, db?: Database) => {
      const direction = order.descending ? 'desc' : 'asc'
      const chosen = narrowed(db ?? store.db, reach, filter)
        .select('user.uid')
        .orderBy(`user.${order.column}`, direction)
        .orderBy('user.legacy_id')
        .limit(limit)
        .offset(offset)
      return records(db)
        .where('user.uid', 'in', chosen)
        .orderBy(`user.${order.column}`, direction)
        .orderBy('user.legacy_id')
        .execute() as Promise<UserRecord[]>
    },

    count: async (reach: Reach, filter: UserFilter): Promise<number> => {
      const row = await narrowed(store.db, reach, filter)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
      return Number(row.rows)
    },

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

    /** Active users of the organization at `path` and those under it. */
    activeUnder: async (db: Database, path: string): Promise<number> => {
      const row = await joined(db)
        .where('user.active', '=', 1)
        .where('organization.path', '>=', path)
        .where('organization.path', '<', pathEnd(path))
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
      return Number(row.rows)
    },

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

/** Users that fit, looked for among users alone. */
const narrowed = (db: Database, reach: Reach, filter: UserFilter) =>
  db.selectFrom('user').where((builder) => matches(builder, reach, filter))

const within = ({ and, eb, selectFrom }: Builder, { tenantId, path }: Reach): Expression<SqlBool> =>
  and([
    eb('user.tenant_id', '=', tenantId),
    ...(path === null ? [] : [eb('user.org_uid', 'in', organizationsUnder({ selectFrom }, path))]),
  ])

const organizationsUnder = ({ selectFrom }: Pick<Builder, 'selectFrom'>, path: string) =>
  selectFrom('organization')
    .select('organization.uid')
    .where('organization.path', '>=', path)
    .where('organization.path', '<', pathEnd(path))

const matches = (builder: Builder, reach: Reach, filter: UserFilter): Expression<SqlBool> => {
  const { and, eb } = builder
  const { active, blocked, usernameKeys, email, roleId, search, uid, externalReference, displayName } = filter
  return and([
    within(builder, reach),
    ...(active === undefined ? [] : [eb('user.active', '=', active ? 1 : 0)]),
    ...(blocked === undefined ? [] : [eb('user.blocked', '=', blocked ? 1 : 0)]),
    ...(usernameKeys === undefined ? [] : [eb('user.username_key', 'in', [...usernameKeys, ''])]),
    ...(email === undefined ? [] : [sql<SqlBool>`lower(${eb.ref('user.email')}) = ${email.toLowerCase()}`]),
    ...(uid === undefined ? [] : [eb('user.uid', '=', uid)]),
    ...(externalReference === undefined ? [] : [eb('user.external_reference', '=', externalReference)]),
    ...(displayName === undefined ? [] : [isShownAs(builder, displayName)]),
    ...organizationConditions(builder, filter),
    ...(roleId === undefined ? [] : [holds(builder, roleId)]),
    ...(search === undefined ? [] : [mentions(builder, search)]),
  ])
}

const organizationConditions = ({ eb, selectFrom }: Builder, { organization }: UserFilter): Expression<SqlBool>[] => {
  if (!organization) return []
  const { path, withChildren } = organization
  if (withChildren) return [eb('user.org_uid', 'in', organizationsUnder({ selectFrom }, path))]
  const itself = selectFrom('organization').select('organization.uid').where('organization.path', '=', path)
  return [eb('user.org_uid', 'in', itself)]
}

/** The name a directory gave, or the one made of the others. */
const isShownAs = ({ eb, selectFrom }: Builder, name: string): Expression<SqlBool> => {
  const given = selectFrom('directory_profile')
    .select('directory_profile.display_name')
    .whereRef('directory_profile.user_uid', '=', 'user.uid')
  const [first, last] = [eb.ref('user.first_name'), eb.ref('user.last_name')]
  const made = sql`nullif(trim(coalesce(${first}, '') || ' ' || coalesce(${last}, '')), '')`
  return sql<SqlBool>`lower(coalesce((${given}), ${made}, ${eb.ref('user.username')})) = ${name.toLowerCase()}`
}

const holds = ({ exists, selectFrom }: Builder, roleId: string): Expression<SqlBool> =>
  exists(
    selectFrom('user_role')
      .select('user_role.role_id')
      .whereRef('user_role.user_uid', '=', 'user.uid')
      .where('user_role.role_id', '=', roleId),
  )

const mentions = ({ or, eb }: Builder, text: string): Expression<SqlBool> =>
  or(
    (['username_key', 'email', 'first_name', 'last_name'] as const).map((name) =>
      contains(eb.ref(`user.${name}`), text),
    ),
  )
