import { listDepartments, listDirectoryGroups } from '@spillway/contract'
import { type Caller, type Route, route } from '../../../http/index.ts'
import { reachOf } from '../reach.ts'
import type { DirectoryRepository } from './repository.ts'

export const directoryRoutes = (repository: DirectoryRepository): readonly Route[] => [
  route(listDepartments, async ({ caller, query }) => {
    const { rows, totalCount } = await repository.departments(pageOf(caller, query))
    return { departments: rows.map(({ name }) => name), totalCount }
  }),
  route(listDirectoryGroups, async ({ caller, query }) => {
    const { rows, totalCount } = await repository.groups(pageOf(caller, query))
    return { directoryGroups: rows.map(({ id, name }) => ({ groupId: id, name })), totalCount }
  }),
]

interface Page {
  readonly page: number
  readonly page_size: number
  readonly name?: string | undefined
}

const pageOf = (caller: Caller, { page, page_size, name }: Page) => ({
  reach: reachOf(caller, 'directory.read'),
  name,
  offset: (page - 1) * page_size,
  limit: page_size,
})
