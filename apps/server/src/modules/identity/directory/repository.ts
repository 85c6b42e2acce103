import type { ControlStore } from '@spillway/control-store'
import { contains } from '../matching.ts'

export interface DirectoryQuery {
  readonly tenantId: string
  /** Part of the name. */
  readonly name?: string | undefined
  readonly offset: number
  readonly limit: number
}

export type DirectoryRepository = ReturnType<typeof createDirectoryRepository>

/** Departments and directory groups, which come from a directory alone. */
export const createDirectoryRepository = ({ db }: ControlStore) => {
  const list = async (table: 'department' | 'directory_group', { tenantId, name, offset, limit }: DirectoryQuery) => {
    let query = db.selectFrom(table).where('tenant_id', '=', tenantId)
    if (name !== undefined) query = query.where(({ ref }) => contains(ref('name'), name.replaceAll('\0', '')))
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
