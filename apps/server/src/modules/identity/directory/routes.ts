import { listDepartments, listDirectoryGroups } from '@spillway/contract'
import { type Route, route } from '../../../http/index.ts'
import type { DirectoryRepository } from './repository.ts'

export const directoryRoutes = (repository: DirectoryRepository): readonly Route[] => [
  route(listDepartments, async ({ caller, query }) => {
    const { rows, totalCount } = await repository.departments(pageOf(caller.tenantId, query))
    return { departments: rows.map(({ name }) => name), totalCount }
  }),
  route(listDirectoryGroups, async ({ caller, query }) => {
    const { rows, totalCount } = await repository.groups(pageOf(caller.tenantId, query))
    return { directoryGroups: rows.map(({ id, name }) => ({ groupId: id, name })), totalCount }
  }),
]

interface Page {
  readonly page: number
  readonly page_size: number
  readonly name?: string | undefined
}

const pageOf = (tenantId: string, { page, page_size, name }: Page) => ({
  tenantId,
  name,
  offset: (page - 1) * page_size,
  limit: page_size,
})
