import {
  createSavedSearch,
  deleteSavedSearch,
  listSavedSearches,
  listSavedSearchesV1,
  readSavedSearch,
  readSavedSearchV1,
  type SavedSearch,
  updateSavedSearch,
} from '@spillway/contract'
import { json, type Route, route } from '../../../../http/index.ts'
import type { SavedSearchService } from './service.ts'

// A missing search is answered in the envelope that clients read first.
const envelope = (search: SavedSearch | null) =>
  search ? { searches: [search] } : json({ searches: [] }, { status: 404 })

export const savedSearchRoutes = (service: SavedSearchService): readonly Route[] => [
  route(listSavedSearches, async ({ caller }) => ({ searches: await service.list(caller, 'v2') })),
  route(readSavedSearch, async ({ caller, params }) => envelope(await service.read(caller, 'v2', params.id))),
  route(listSavedSearchesV1, async ({ caller }) => ({ searches: await service.list(caller, 'v1') })),
  route(readSavedSearchV1, async ({ caller, params }) => envelope(await service.read(caller, 'v1', params.id))),
  route(createSavedSearch, ({ caller, body }) => service.create(caller, body)),
  route(updateSavedSearch, ({ caller, params, body }) => service.replace(caller, params.id, body)),
  route(deleteSavedSearch, async ({ caller, params }) => {
    await service.remove(caller, params.id)
    return undefined
  }),
]
