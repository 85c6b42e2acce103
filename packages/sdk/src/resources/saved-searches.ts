import { posting, putting, reading, removing, segment } from '../core/calls.ts'
import type { CallOptions, Requester } from '../core/requester.ts'
import type { SavedSearch } from '../types.ts'

const path = '/v2/file-events/saved-searches'
const ownPath = '/v1/spillway/saved-searches'

/** What is told of a saved search when it is made or replaced. */
export type NewSavedSearch = Pick<SavedSearch, 'name' | 'groups'> &
  Partial<Pick<SavedSearch, 'groupClause' | 'srtKey' | 'srtDir'>> & {
    readonly notes?: string | null
    readonly apiVersion?: 1 | 2
    readonly columns?: readonly string[] | null
  }

interface Envelope {
  readonly searches: readonly SavedSearch[]
}

export const createSavedSearches = (requester: Requester) => ({
  list: async (options?: CallOptions) => (await requester.json<Envelope>(reading(path, options))).searches,

  get: async (id: string, options?: CallOptions): Promise<SavedSearch | undefined> =>
    (await requester.json<Envelope>(reading(`${path}/${segment(id)}`, options))).searches[0],

  create: (search: NewSavedSearch, options?: CallOptions) =>
    requester.json<SavedSearch>(posting(ownPath, search, false, options)),

  /** Replaces the whole search. */
  update: (id: string, search: NewSavedSearch, options?: CallOptions) =>
    requester.json<SavedSearch>(putting(`${ownPath}/${segment(id)}`, search, options)),

  remove: (id: string, options?: CallOptions) => requester.nothing(removing(`${ownPath}/${segment(id)}`, options)),
})
