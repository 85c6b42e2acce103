import type { ControlStore, Database, Tables } from '@spillway/control-store'
import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely'
import { createListing } from '../listing/listing.ts'
import { scopeConditions } from '../listing/narrowing.ts'
import { contains } from '../matching.ts'
import type { UserFilter, UserOrder, UserRecord } from './records.ts'

type Builder = ExpressionBuilder<Tables, 'user'>
type Records = (db: Database, uids: Expression<string>, order: UserOrder) => Promise<UserRecord[]>

export const createUserListing = (store: Pick<ControlStore, 'db' | 'dialect'>, records: Records) =>
  createListing<UserFilter, UserOrder, UserRecord>(store, {
    kind: 'user',
    wishOf: ({ active, blocked, organization, search }) => ({ active, blocked, organization, search }),
    isTallied: ({ active, blocked, organization, ...rest }) => Object.values(rest).every((wish) => wish === undefined),
    isDirect: ({ uid, usernameKeys, email, externalReference }) =>
      [uid, usernameKeys, email, externalReference].some((wish) => wish !== undefined),
    isOrderedByOrganization: ({ column }) => column === 'legacy_id',
    byNumber: ({ column, descending }) => (column === 'legacy_id' ? (descending ? 'desc' : 'asc') : null),
    orderBy: orderOf,
    records,
    conditions: (filter, narrowing, access) => {
      const builder = expressionBuilder<Tables, 'user'>()
      const columns = { tenant: builder.ref('user.tenant_id'), organization: builder.ref('user.org_uid') }
      return builder.and([
        ...scopeConditions(store.dialect, columns, narrowing, access),
        ...conditionsOf(builder, filter),
      ])
    },
  })

/** Numbers and user names are nobody else's, and so need no number to break ties. */
export const orderOf = ({ column, descending }: UserOrder, reversed = false): Expression<unknown> => {
  const [forth, back] = reversed ? ['desc', 'asc'] : ['asc', 'desc']
  const first = sql`${sql.ref(`user.${column}`)} ${sql.raw(descending ? back : forth)}`
  if (column === 'legacy_id' || column === 'username_key') return first
  return sql`${first}, ${sql.ref('user.legacy_id')} ${sql.raw(forth)}`
}

const conditionsOf = (builder: Builder, filter: UserFilter): Expression<SqlBool>[] => {
  const { eb } = builder
  const { active, blocked, usernameKeys, email, roleId, search, uid, externalReference, displayName } = filter
  return [
    ...(active === undefined ? [] : [eb('user.active', '=', active ? 1 : 0)]),
    ...(blocked === undefined ? [] : [eb('user.blocked', '=', blocked ? 1 : 0)]),
    ...(usernameKeys === undefined ? [] : [eb('user.username_key', 'in', [...usernameKeys, ''])]),
    ...(email === undefined ? [] : [sql<SqlBool>`lower(${eb.ref('user.email')}) = ${email.toLowerCase()}`]),
    ...(uid === undefined ? [] : [eb('user.uid', '=', uid)]),
    ...(externalReference === undefined ? [] : [eb('user.external_reference', '=', externalReference)]),
    ...(displayName === undefined ? [] : [isShownAs(builder, displayName)]),
    ...(roleId === undefined ? [] : [holds(builder, roleId)]),
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
