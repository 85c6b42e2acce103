import type { ControlStore, Tables } from '@spillway/control-store'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { contains } from '../matching.ts'
import { nameKey } from '../provisioning/repository.ts'
import { pathEnd, type Reach } from '../reach.ts'

export interface DirectoryQuery {
  /** Whoever reaches a part of the tenant alone sees what people of that part are in. */
  readonly reach: Reach
  /** Part of the name. */
  readonly name?: string | undefined
  readonly offset: number
  readonly limit: number
}

export type DirectoryRepository = ReturnType<typeof createDirectoryRepository>

type Table = 'department' | 'directory_group'

/** Departments and directory groups, which come from a directory alone. */
export const createDirectoryRepository = ({ db }: ControlStore) => {
  const list = async (table: Table, { reach, name, offset, limit }: DirectoryQuery) => {
    let query = db.selectFrom(table).where(sql.ref(`${table}.tenant_id`), '=', reach.tenantId)
    if (name !== undefined)
      query = query.where(contains(sql.ref(`${table}.name_key`), nameKey(name.replaceAll('\0', ''))))
    const { path } = reach
    if (path !== null) query = query.where((builder) => isPeopled(builder as Builder, table, path))
    const [rows, count] = await Promise.all([
      query.select(['id', 'name']).orderBy('name_key').limit(limit).offset(offset).execute(),
      query.select(({ fn }) => fn.countAll<number>().as('rows')).executeTakeFirstOrThrow(),
    ])
    return { rows, totalCount: Number(count.rows) }
  }
  return {
    departments: (query: DirectoryQuery) => list('department', query),
    groups: (query: DirectoryQuery) => list('directory_group', query),
  }
}

type Builder = ExpressionBuilder<Tables, Table>

/** Whether somebody of the organization at `path`, or of those under it, is in it; groups may belong there themselves. */
const isPeopled = ({ exists, or, selectFrom }: Builder, table: Table, path: string): Expression<SqlBool> => {
  const users = selectFrom('user')
    .innerJoin('organization', 'organization.uid', 'user.org_uid')
    .select('user.uid')
    .where('organization.path', '>=', path)
    .where('organization.path', '<', pathEnd(path))
  if (table === 'department')
    return exists(
      users
        .innerJoin('directory_profile', 'directory_profile.user_uid', 'user.uid')
        .whereRef('directory_profile.department_id', '=', sql.ref('department.id')),
    )
  const members = users
    .innerJoin('directory_group_member', 'directory_group_member.user_uid', 'user.uid')
    .whereRef('directory_group_member.group_id', '=', sql.ref('directory_group.id'))
  const own = selectFrom('organization')
    .select('organization.uid')
    .whereRef('organization.uid', '=', sql.ref('directory_group.org_uid'))
    .where('organization.path', '>=', path)
    .where('organization.path', '<', pathEnd(path))
  return or([exists(members), exists(own)])
}
