import { type Expression, type SqlBool, sql } from 'kysely'
import { pathEnd, type Reach } from './reach.ts'

/** Whether the organization that a column names lies at a path or under it; where none is named, it does not. */
export const isOfOrganizationsAt = (column: string, path: string): Expression<SqlBool> =>
  sql<SqlBool>`exists (select 1 from organization as reached
    where reached.uid = ${sql.ref(column)} and reached.path >= ${path} and reached.path < ${pathEnd(path)})`

/**
 * Whether a row is within reach, asked of the row itself: a list of all that is within reach would be made anew for each
 * row that is looked up. Rows without an organization are within an unbounded reach only.
 */
export const isWithin = (kind: 'user' | 'agent', { tenantId, path }: Reach): Expression<SqlBool> => {
  const tenant = sql<SqlBool>`${sql.ref(`${kind}.tenant_id`)} = ${tenantId}`
  if (path === null) return tenant
  return sql<SqlBool>`${tenant} and ${isOfOrganizationsAt(kind === 'user' ? 'user.org_uid' : 'agent.owner_org_uid', path)}`
}
