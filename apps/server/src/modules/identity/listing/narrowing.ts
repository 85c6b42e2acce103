import type { ControlStore, Database } from '@spillway/control-store'
import { type Expression, type SqlBool, sql } from 'kysely'
import { pathEnd, type Reach } from '../reach.ts'
import { type Listed, type Mark, markOf } from './journal.ts'

export type { Listed } from './journal.ts'
export type Dialect = ControlStore['dialect']

export interface Slice {
  readonly offset: number
  readonly limit: number
}

/** What narrows a list to rows that are counted already. */
export interface ListWish {
  readonly active?: boolean | undefined
  readonly blocked?: boolean | undefined
  /** Path of an organization; with `withChildren` those under it too. */
  readonly organization?: { readonly path: string; readonly withChildren: boolean } | undefined
}

export interface Narrowing {
  readonly kind: Listed
  readonly tenantId: string
  readonly wish: ListWish
  /** Uids of the organizations in question; null when any will do, or none. */
  readonly organizations: readonly string[] | null
  /** Rows with the flags asked for, in those organizations and in the tenant, whatever else they must be. */
  readonly total: number
  readonly tenantTotal: number
  /** Of the journal, before anything else is read; null where there is nothing to list. */
  readonly mark: Mark | null
}

/** What a list may be narrowed to, and how many rows there are, told by tallies that the database keeps. */
export const narrow = async (db: Database, kind: Listed, reach: Reach, wish: ListWish): Promise<Narrowing> => {
  const [{ tenantId }, organizations] = [reach, await organizationsIn(db, kind, reach, wish)]
  const tallies = talliesOf(db, kind, tenantId, wish).select('org_uid').select(amount).groupBy('org_uid')
  const rows = await tallies.select(sql<Mark>`${markOf(kind)}`.as('mark')).execute()
  const chosen = organizations && new Set(organizations)
  const total = sumOf(chosen ? rows.filter(({ org_uid }) => chosen.has(org_uid)) : rows)
  return { kind, tenantId, wish, organizations, total, tenantTotal: sumOf(rows), mark: rows[0]?.mark ?? null }
}

/** The total as the statement that asks for it sees it. */
export const totalNow = (db: Database, dialect: Dialect, narrowing: Narrowing): Expression<number> => {
  const { kind, tenantId, wish, organizations } = narrowing
  const all = talliesOf(db, kind, tenantId, wish).select(amount)
  const some = organizations && all.where(({ eb }) => isOneOf(dialect, eb.ref('org_uid'), organizations))
  return sql<number>`(${some ?? all})`
}

/** PostgreSQL gives sums as text. */
const sumOf = (rows: readonly { readonly amount: number | null }[]): number =>
  rows.reduce((sum, row) => sum + Number(row.amount), 0)

const amount = sql<number>`coalesce(sum(amount), 0)`.as('amount')

const talliesOf = (db: Database, kind: Listed, tenantId: string, { active, blocked }: ListWish) =>
  db
    .selectFrom('listing_tally')
    .where('kind', '=', kind)
    .where('tenant_id', '=', tenantId)
    .$if(active !== undefined, (query) => query.where('active', '=', active ? 1 : 0))
    .$if(blocked !== undefined, (query) => query.where('blocked', '=', blocked ? 1 : 0))

const organizationsIn = async (db: Database, kind: Listed, reach: Reach, { organization }: ListWish) => {
  const paths = [reach.path, organization?.withChildren ? organization.path : null].filter((path) => path !== null)
  const isOne = organization !== undefined && !organization.withChildren
  if (!isOne && (await isEverywhere(db, kind, reach.tenantId, paths))) return null
  let query = db.selectFrom('organization').select('uid').where('tenant_id', '=', reach.tenantId)
  for (const path of paths) query = query.where('path', '>=', path).where('path', '<', pathEnd(path))
  if (isOne) query = query.where('path', '=', organization.path)
  return (await query.execute()).map(({ uid }) => uid)
}

/** Users are always in an organization, so that being under the only root says nothing. Machines may be nobody's. */
const isEverywhere = async (db: Database, kind: Listed, tenantId: string, paths: readonly string[]) => {
  const [root] = paths
  if (root === undefined) return true
  if (kind !== 'user' || paths.some((path) => path !== root) || !/^\/\d+\/$/.test(root)) return false
  const other = db.selectFrom('organization').select('uid').where('tenant_id', '=', tenantId).limit(1)
  const outside = other.where(({ eb, or }) => or([eb('path', '<', root), eb('path', '>=', pathEnd(root))]))
  return (await outside.executeTakeFirst()) === undefined
}

/** How rows are come by: in the order of the list, by organization, or by something narrower than both. */
export type Access = 'order' | 'organization' | 'rows'

/** Going along the order passes over the rows of other organizations; going by organization sorts those found. */
export const accessOf = (
  { organizations, total, tenantTotal }: Narrowing,
  { offset, limit }: Slice,
  isOrderedByOrganization: boolean,
): Access => {
  if (organizations === null) return 'order'
  if (organizations.length === 1 && isOrderedByOrganization) return 'organization'
  return total * total > (offset + limit) * tenantTotal ? 'order' : 'organization'
}

/** Tenant and organizations of the rows. SQLite keeps no statistics: a sign before a column keeps it off its indexes. */
export const scopeConditions = (
  dialect: Dialect,
  columns: Readonly<Record<'tenant' | 'organization', Expression<unknown>>>,
  { tenantId, organizations }: Narrowing,
  access: Access,
): Expression<SqlBool>[] => {
  const apart = (column: Expression<unknown>, isUsed: boolean) =>
    isUsed || dialect === 'postgres' ? column : sql`+${column}`
  const tenant = sql<SqlBool>`${apart(columns.tenant, access === 'order')} = ${tenantId}`
  if (organizations === null) return [tenant]
  return [tenant, isOneOf(dialect, apart(columns.organization, access === 'organization'), organizations)]
}

/** One bound value however many there are. */
const isOneOf = (dialect: Dialect, column: Expression<unknown>, uids: readonly string[]): Expression<SqlBool> => {
  if (uids.length === 1) return sql<SqlBool>`${column} = ${uids[0]}`
  if (dialect === 'postgres') return sql<SqlBool>`${column} = any(${uids}::text[])`
  return sql<SqlBool>`${column} in (select value from json_each(${JSON.stringify(uids)}))`
}
