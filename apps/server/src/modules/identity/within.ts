import { type Expression, type SqlBool, sql } from 'kysely'
import { pathEnd, type Reach } from './reach.ts'

/**
 * Whether a row is within reach, asked of the row itself: a list of all that is within reach would be made anew for each
 * row that is looked up. Rows without an organization are within an unbounded reach only.
 */
export const isWithin = (kind: 'user' | 'agent', { tenantId, path }: Reach): Expression<SqlBool> => {
  const tenant = sql<SqlBool>`${sql.ref(`${kind}.tenant_id`)} = ${tenantId}`
  if (path === null) return tenant
  const organization = sql.ref(kind === 'user' ? 'user.org_uid' : 'agent.owner_org_uid')
  return sql<SqlBool>`${tenant} and exists (select 1 from organization as reached
    where reached.uid = ${organization} and reached.path >= ${path} and reached.path < ${pathEnd(path)})`
}
