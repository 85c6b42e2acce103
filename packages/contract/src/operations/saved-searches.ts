import { z } from 'zod'
import { operation } from '../operation.ts'
import { queryServicePath, v1SavedSearchLifecycle, v2Lifecycle } from './file-events/lifecycles.ts'
import { FileEventGroup, FileEventSubgroup, queryCondition } from './file-events/query.ts'
import { own } from './own.ts'

/** A stored query. Every user of the tenant sees all of them. */
export const SavedSearch = z.object({
  id: z.string(),
  name: z.string(),
  notes: z.string().nullable(),
  apiVersion: z.int(),
  columns: z.array(z.string()).nullable(),
  groups: z.array(z.union([FileEventGroup, FileEventSubgroup])),
  groupClause: z.enum(['AND', 'OR']).nullable(),
  srtKey: z.string().nullable(),
  srtDir: z.enum(['asc', 'desc']).nullable(),
  createdByUID: z.string(),
  createdByUsername: z.string(),
  creationTimestamp: z.string(),
  modifiedByUID: z.string(),
  modifiedByUsername: z.string(),
  modifiedTimestamp: z.string(),
  tenantId: z.string(),
})

export type SavedSearch = z.infer<typeof SavedSearch>

/** The envelope of both list and single look-up; empty with status 404 when there is no such search. */
export const SavedSearches = z.object({ searches: z.array(SavedSearch) })

const id = z.object({ id: z.string().max(100) })

const reading = {
  family: 'saved-searches',
  method: 'GET',
  authentication: 'bearer',
  permission: 'file-events.read',
  success: { status: 200, type: 'application/json', schema: SavedSearches },
  errors: ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'],
  errorShape: 'query-problems',
  source: 'published',
} as const

export const listSavedSearches = operation({
  ...reading,
  id: 'saved-searches.list',
  summary: 'List saved searches',
  path: '/v2/file-events/saved-searches',
  alternatePaths: [queryServicePath('v2/saved', v2Lifecycle)],
  lifecycle: v2Lifecycle,
})

export const readSavedSearch = operation({
  ...reading,
  id: 'saved-searches.read',
  summary: 'Read a saved search',
  path: '/v2/file-events/saved-searches/{id}',
  alternatePaths: [queryServicePath('v2/saved/{id}', v2Lifecycle)],
  params: id,
  lifecycle: v2Lifecycle,
})

export const listSavedSearchesV1 = operation({
  ...reading,
  id: 'saved-searches.list.v1',
  summary: 'List saved searches made with v1',
  path: '/v1/file-events/saved-searches',
  alternatePaths: [queryServicePath('v1/saved', v1SavedSearchLifecycle('saved-searches.list'))],
  lifecycle: v1SavedSearchLifecycle('saved-searches.list'),
})

export const readSavedSearchV1 = operation({
  ...reading,
  id: 'saved-searches.read.v1',
  summary: 'Read a saved search made with v1',
  path: '/v1/file-events/saved-searches/{id}',
  alternatePaths: [queryServicePath('v1/saved/{id}', v1SavedSearchLifecycle('saved-searches.read'))],
  params: id,
  lifecycle: v1SavedSearchLifecycle('saved-searches.read'),
})

/** What is told of a saved search when it is made or replaced. */
export const SavedSearchDefinition = z.strictObject({
  name: z.string().trim().min(1).max(200),
  notes: z.string().max(4_000).nullish(),
  apiVersion: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe('Version whose search terms the filters use'),
  ...queryCondition,
  srtKey: z.string().nullish(),
  srtDir: z.enum(['asc', 'desc']).nullish(),
  columns: z.array(z.string()).max(200).nullish(),
})

export type SavedSearchDefinition = z.infer<typeof SavedSearchDefinition>

const writing = {
  family: 'saved-searches',
  authentication: 'bearer',
  permission: 'saved-searches.write',
  errors: [
    'MALFORMED_REQUEST',
    'INVALID_QUERY',
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'NOT_FOUND',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'TOO_MANY_REQUESTS',
    'STORE_UNAVAILABLE',
  ],
  ...own,
} as const

export const createSavedSearch = operation({
  ...writing,
  id: 'saved-searches.create',
  summary: 'Save a search',
  method: 'POST',
  errors: [...writing.errors, 'CONFLICT'],
  path: '/v1/spillway/saved-searches',
  body: SavedSearchDefinition,
  success: { status: 201, type: 'application/json', schema: SavedSearch },
})

export const updateSavedSearch = operation({
  ...writing,
  id: 'saved-searches.update',
  errors: [...writing.errors, 'CONFLICT'],
  summary: 'Replace a saved search',
  method: 'PUT',
  path: '/v1/spillway/saved-searches/{id}',
  params: id,
  body: SavedSearchDefinition,
  success: { status: 200, type: 'application/json', schema: SavedSearch },
})

export const deleteSavedSearch = operation({
  ...writing,
  id: 'saved-searches.delete',
  summary: 'Remove a saved search',
  method: 'DELETE',
  path: '/v1/spillway/saved-searches/{id}',
  params: id,
  success: { status: 204 },
})

export const savedSearchOperations = [
  listSavedSearches,
  readSavedSearch,
  listSavedSearchesV1,
  readSavedSearchV1,
  createSavedSearch,
  updateSavedSearch,
  deleteSavedSearch,
] as const
