import type { Database, Tables } from '@spillway/control-store'
import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely'
import { createListing, type ListStore } from '../listing/listing.ts'
import { type Access, scopeConditions } from '../listing/narrowing.ts'
import type { Placing, Ranked } from '../listing/ranks.ts'
import { contains, isAlike } from '../matching.ts'
import type { UserFilter, UserOrder, UserRecord } from './records.ts'

type Builder = ExpressionBuilder<Tables, 'user'>
type Records = (db: Database, uids: Expression<string>, order: UserOrder) => Promise<UserRecord[]>

export const createUserListing = (store: ListStore, records: Records) =>
  createListing<UserFilter, UserOrder, UserRecord>(store, {
    kind: 'user',
    wishOf: ({ active, blocked, organization, search }) => ({ active, blocked, organization, search }),
    isTallied: ({ active, blocked, organization, ...rest }) => Object.values(rest).every((wish) => wish === undefined),
    isDirect: ({ uid, usernameKeys, email, externalReference }) =>
      [uid, usernameKeys, email, externalReference].some((wish) => wish !== undefined),
    isFew: async ({ roleId }, db) => roleId !== undefined && (await isHeldByFew(db, roleId)),
    settledBy: ({ uid, usernameKeys, email, externalReference, displayName, ...rest }) =>
      displayName === undefined ? rest : null,
    isFollowed: ({ roleId }) => roleId === undefined,
    isOrderedByOrganization: ({ column }) => column === 'legacy_id',
    byNumber: ({ column, descending }) => (column === 'legacy_id' ? (descending ? 'desc' : 'asc') : null),
    orderBy: orderOf,
    rankOf,
    placingOf,
    placeOf: (row, { column }) => ({ key: column === 'legacy_id' ? '' : (row[column] ?? ''), number: row.legacy_id }),
    records,
    conditions: (filter, narrowing, access) => {
      const builder = expressionBuilder<Tables, 'user'>()
      const columns = { tenant: builder.ref('user.tenant_id'), organization: builder.ref('user.org_uid') }
      return builder.and([
        ...scopeConditions(store.dialect, columns, narrowing, access),
        ...conditionsOf(builder, filter, access),
      ])
    },
  })

/** Rows that are the same go by their numbers, the same way, so that one index serves both directions. */
export const orderOf = ({ column, descending }: UserOrder, reversed = false): Expression<unknown> => {
  const direction = sql.raw(descending === reversed ? 'asc' : 'desc')
  const number = sql`${sql.ref('user.legacy_id')} ${direction}`
  return column === 'legacy_id' ? number : sql`${keyOf(column)} ${direction}, ${number}`
}

/** As the indexes have it. */
const keyOf = (column: UserOrder['column']): Expression<string> => {
  const key = sql<string>`${sql.ref(`user.${column}`)}`
  return column === 'first_name' || column === 'last_name' ? sql<string>`coalesce(${key}, '')` : key
}

const ranks: ReadonlyMap<UserOrder['column'], string> = new Map([
  ['legacy_id', 'user.number'],
  ['username_key', 'user.username'],
  ['email', 'user.email'],
  ['first_name', 'user.first_name'],
  ['last_name', 'user.last_name'],
])

/** Changes of the time of change are not in the journal. */
const placingOf = ({ column, descending }: UserOrder): Placing | null =>
  column === 'modified_at' ? null : { key: column === 'legacy_id' ? null : keyOf(column), descending }

const rankOf = (order: UserOrder): Ranked | null => {
  const [list, placing] = [ranks.get(order.column), placingOf(order)]
  return list === undefined || !placing ? null : { list, ...placing }
}

const conditionsOf = (builder: Builder, filter: UserFilter, access: Access): Expression<SqlBool>[] => {
  const { eb } = builder
  const { active, blocked, usernameKeys, email, roleId, search, uid, externalReference, displayName } = filter
  return [
    ...(active === undefined ? [] : [eb('user.active', '=', active ? 1 : 0)]),
    ...(blocked === undefined ? [] : [eb('user.blocked', '=', blocked ? 1 : 0)]),
    ...(usernameKeys === undefined ? [] : [eb('user.username_key', 'in', [...usernameKeys, ''])]),
    ...(email === undefined ? [] : [isAlike(eb.ref('user.email'), email)]),
    ...(uid === undefined ? [] : [eb('user.uid', '=', uid)]),
    ...(externalReference === undefined ? [] : [eb('user.external_reference', '=', externalReference)]),
    ...(displayName === undefined ? [] : [isShownAs(builder, displayName)]),
    ...(roleId === undefined ? [] : [access === 'rows' ? isHolder(builder, roleId) : holds(builder, roleId)]),
    ...(search === undefined ? [] : [mentions(builder, search)]),
  ]
}

/** The name a directory gave, or the one made of the others. */
const isShownAs = ({ eb, selectFrom }: Builder, name: string): Expression<SqlBool> => {
  const given = selectFrom('directory_profile')
    .select('directory_profile.display_name')
    .whereRef('directory_profile.user_uid', '=', 'user.uid')
  const [first, last] = [eb.ref('user.first_name'), eb.ref('user.last_name')]
  const made = sql`nullif(trim(coalesce(${first}, '') || ' ' || coalesce(${last}, '')), '')`
  return isAlike(sql`coalesce((${given}), ${made}, ${eb.ref('user.username')})`, name)
}

/** Holders of a role are picked out while there are no more than these. */
const fewHolders = 1000

const isHeldByFew = async (db: Database, roleId: string): Promise<boolean> => {
  const some = db
    .selectFrom('user_role')
    .select('user_uid')
    .where('role_id', '=', roleId)
    .limit(fewHolders + 1)
  return (await some.execute()).length <= fewHolders
}

const isHolder = ({ eb, selectFrom }: Builder, roleId: string): Expression<SqlBool> =>
  eb('user.uid', 'in', selectFrom('user_role').select('user_role.user_uid').where('user_role.role_id', '=', roleId))

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
