import { z } from 'zod'
import { operation } from '../operation.ts'
import { json } from './answers.ts'
import { own } from './own.ts'
import { portalErrors } from './portal.ts'
import { watchlistListOperations } from './watchlists/lists.ts'
import { memberOperations, peopleOperations } from './watchlists/people.ts'
import { departmentOperations, directoryGroupOperations } from './watchlists/places.ts'
import { instant, watchlistTypes } from './watchlists/shared.ts'
import { version1, version2, type WatchlistVersion } from './watchlists/version.ts'

export { type WatchlistType, watchlistTypes } from './watchlists/shared.ts'
export type { WatchlistVersion } from './watchlists/version.ts'

const familyOf = (version: WatchlistVersion) => ({
  version,
  lists: watchlistListOperations(version),
  members: memberOperations(version),
  included: peopleOperations(version, 'included'),
  excluded: peopleOperations(version, 'excluded'),
  departments: departmentOperations(version),
  groups: directoryGroupOperations(version),
})

export type WatchlistFamily = ReturnType<typeof familyOf>

export const watchlistsV1 = familyOf(version1)
export const watchlistsV2 = familyOf(version2)

export const readWatchlistsOfUser = operation({
  id: 'watchlists.of-user',
  family: 'watchlists',
  summary: 'Read which watchlists a user was on at an instant, deleted ones among them',
  method: 'GET',
  path: '/v1/spillway/users/{userId}/watchlists',
  authentication: 'bearer',
  permission: 'watchlists.read',
  params: z.object({ userId: z.string() }),
  query: z.object({ at: instant.optional().describe('Now, when absent') }),
  success: json(
    z.object({
      userId: z.string(),
      at: instant,
      watchlists: z.array(
        z.object({ watchlistId: z.uuid(), listType: z.enum(watchlistTypes), title: z.string().nullable() }),
      ),
    }),
  ),
  errors: portalErrors,
  ...own,
})

const operationsOf = ({ version: _, ...groups }: WatchlistFamily) =>
  Object.values(groups).flatMap((group) => Object.values(group))

export const watchlistOperations = [
  ...operationsOf(watchlistsV2),
  ...operationsOf(watchlistsV1),
  readWatchlistsOfUser,
] as const
