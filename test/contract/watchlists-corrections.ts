import { corrections } from './corrections.ts'
import type { Corrections, Schema } from './swagger.ts'

const text: Schema = { type: 'string' }
const count: Schema = { type: 'integer' }

/**
 * Where the definition of September 2024 is wrong about watchlists: types without their underscores (API delta, section
 * 2) and counts that came later (0.4).
 */
export const watchlistCorrections: Corrections = {
  definitions: corrections.definitions,
  properties: {
    'WatchlistSdk.Model.Watchlist.listType': text,
    'WatchlistDeprecatedSdk.Model.Watchlist.listType': text,
  },
  later: {
    'WatchlistSdk.Model.WatchlistStats': { excludedDepartmentsCount: count, excludedDirectoryGroupsCount: count },
  },
}

/** Definitions that the operations really answer with, where they are described by those of others. */
export const answeredWith: Readonly<Record<string, string>> = {
  // Version 1 of one list is described by the record of version 2.
  'POST /v1/watchlists': 'WatchlistDeprecatedSdk.Model.Watchlist',
  'GET /v1/watchlists/{watchlist_id}': 'WatchlistDeprecatedSdk.Model.Watchlist',
  'PATCH /v1/watchlists/{watchlist_id}': 'WatchlistDeprecatedSdk.Model.Watchlist',
  // A directory group is described as a department (domain reference 4.4).
  'GET /v1/watchlists/{watchlist_id}/included-directory-groups/{group_id}':
    'WatchlistDeprecatedSdk.Model.IncludedDirectoryGroup',
  'GET /v2/watchlists/{watchlist_id}/included-directory-groups/{group_id}': 'WatchlistSdk.Model.IncludedDirectoryGroup',
}
