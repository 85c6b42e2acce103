import { z } from 'zod'
import { operation } from '../../operation.ts'
import { json } from '../answers.ts'
import { pageNumber, queryList } from '../coercion.ts'
import { portalErrors, portalErrorsOfOne } from '../portal.ts'
import { done, ofList, shared, watchlistTypes } from './shared.ts'
import { lifecycleOf, type WatchlistVersion } from './version.ts'

const text = z.string().nullable()
const count = z.int().nonnegative()

const watchlistOf = ({ people }: WatchlistVersion) =>
  z.object({
    watchlistId: z.uuid(),
    tenantId: z.string(),
    listType: z.enum(watchlistTypes),
    title: text.describe('Null unless the list is a custom one'),
    description: text,
    stats: z.object({
      [people === 'users' ? 'includedUsersCount' : 'includedActorsCount']: count,
      [people === 'users' ? 'excludedUsersCount' : 'excludedActorsCount']: count,
      includedDepartmentsCount: count,
      includedDirectoryGroupsCount: count,
      ...(people === 'actors' && { excludedDepartmentsCount: count, excludedDirectoryGroupsCount: count }),
    }),
  })

const size = z.coerce.number().int().min(1).max(1000).optional().describe('100, when absent')

const listQuery = ({ people }: WatchlistVersion) => {
  const member = z.string().max(100).optional().describe('Only lists this one is a member of')
  const names = people === 'users' ? { user_id: member, userId: member } : { actor_id: member, actorId: member }
  return z.object({ page: pageNumber, page_size: size, pageSize: size, ...names }).transform((query) => {
    const given: Readonly<Record<string, unknown>> = query
    const id = given[people === 'users' ? 'userId' : 'actorId'] ?? given[people === 'users' ? 'user_id' : 'actor_id']
    const memberId = typeof id === 'string' ? id : undefined
    return { page: query.page, pageSize: query.page_size ?? query.pageSize ?? 100, memberId }
  })
}

const title = z.string().max(50).nullish()
const description = z.string().max(250).nullish()

/** Lists themselves, in one version of the API. */
export const watchlistListOperations = (version: WatchlistVersion) => {
  const { path, suffix } = version
  const watchlist = json(watchlistOf(version))
  const one = { ...shared, path: `${path}/{watchlistId}`, params: ofList, errors: portalErrorsOfOne } as const
  const lifecycle = (verb: string) => lifecycleOf(version, `watchlists.${verb}`)
  return {
    list: operation({
      ...shared,
      id: `watchlists.list${suffix}`,
      summary: 'List watchlists',
      method: 'GET',
      path,
      permission: 'watchlists.read',
      query: listQuery(version),
      success: json(z.object({ watchlists: z.array(watchlistOf(version)), totalCount: count })),
      errors: portalErrors,
      lifecycle: lifecycle('list'),
    }),
    create: operation({
      ...shared,
      id: `watchlists.create${suffix}`,
      summary: 'Create a watchlist; there is one of each recommended type',
      method: 'POST',
      path,
      permission: 'watchlists.write',
      body: z.object({
        watchlistType: z
          .string()
          .max(100)
          .meta({ enum: [...watchlistTypes] }),
        title: title.describe('Required for a custom list, of no effect otherwise'),
        description,
      }),
      success: watchlist,
      errors: portalErrors,
      lifecycle: lifecycle('create'),
    }),
    read: operation({
      ...one,
      id: `watchlists.read${suffix}`,
      summary: 'Read a watchlist',
      method: 'GET',
      permission: 'watchlists.read',
      success: watchlist,
      lifecycle: lifecycle('read'),
    }),
    update: operation({
      ...one,
      id: `watchlists.update${suffix}`,
      summary: 'Change the fields of a custom watchlist that `paths` names; without it, those that are not null',
      method: 'PATCH',
      permission: 'watchlists.write',
      query: z.object({ paths: queryList.optional() }),
      body: z.object({ title, description }),
      success: watchlist,
      lifecycle: lifecycle('update'),
    }),
    remove: operation({
      ...one,
      id: `watchlists.remove${suffix}`,
      summary: 'Delete a watchlist',
      method: 'DELETE',
      permission: 'watchlists.write',
      success: done,
      lifecycle: lifecycle('remove'),
    }),
  }
}
