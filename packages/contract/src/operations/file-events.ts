import { fileEventSchema, fileEventV1Schema } from '@spillway/event-model'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { queryServicePath, v1Lifecycle, v2Lifecycle } from './file-events/lifecycles.ts'
import {
  FileEventExportRequest,
  FileEventGroupingRequest,
  FileEventSearchRequest,
  QueryProblem,
} from './file-events/query.ts'

export * from './file-events/query.ts'

const page = <Event extends z.ZodType>(event: Event) =>
  z.object({
    totalCount: z.int().nullable().describe('Events that the query finds, on all pages'),
    fileEvents: z.array(event).nullable(),
    nextPgToken: z.string().nullable().describe('Null on the last page and for pages by number'),
    problems: z.array(QueryProblem).nullable(),
  })

/** A page of v2 events. */
export const FileEventPage = page(fileEventSchema)
/** A page of v1 events. */
export const FileEventPageV1 = page(fileEventV1Schema)

/** Values of a term with the number of events that hold each, largest first. */
export const FileEventGroups = z.object({
  groups: z.array(z.object({ value: z.string(), docCount: z.int() })).nullable(),
  problems: z.array(QueryProblem).nullable(),
})

/** Where files of one hash were seen. */
export const FileLocations = z.object({
  locations: z.array(
    z.object({ fileName: z.string().nullable(), filePath: z.string().nullable(), deviceUid: z.string().nullable() }),
  ),
})

const shared = {
  family: 'file-events',
  method: 'POST',
  authentication: 'bearer',
  permission: 'file-events.read',
  errors: [
    'MALFORMED_REQUEST',
    'INVALID_QUERY',
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'TOO_MANY_REQUESTS',
    'QUERY_FAILED',
    'STORE_UNAVAILABLE',
  ],
  errorShape: 'query-problems',
  source: 'published',
} as const

const pageEnvelope = { totalCount: null, fileEvents: null, nextPgToken: null }
const csv = {
  success: { status: 200, type: 'text/csv' },
  responseHeaders: { 'content-disposition': 'Names the file' },
} as const

export const searchFileEvents = operation({
  ...shared,
  id: 'file-events.search',
  summary: 'Search file events',
  path: '/v2/file-events',
  alternatePaths: [queryServicePath('v2/fileevent', v2Lifecycle)],
  body: FileEventSearchRequest,
  success: { status: 200, type: 'application/json', schema: FileEventPage },
  errorEnvelope: pageEnvelope,
  lifecycle: v2Lifecycle,
})

export const groupFileEvents = operation({
  ...shared,
  id: 'file-events.group',
  summary: 'Count file events by the values of a term',
  path: '/v2/file-events/grouping',
  alternatePaths: [queryServicePath('v2/fileevent/grouping', v2Lifecycle)],
  body: FileEventGroupingRequest,
  success: { status: 200, type: 'application/json', schema: FileEventGroups },
  errorEnvelope: { groups: null },
  lifecycle: v2Lifecycle,
})

export const exportFileEvents = operation({
  ...shared,
  id: 'file-events.export',
  summary: 'Export file events as CSV',
  path: '/v2/file-events/export',
  alternatePaths: [queryServicePath('v2/fileevent/export', v2Lifecycle)],
  body: FileEventExportRequest,
  ...csv,
  lifecycle: v2Lifecycle,
})

export const searchFileEventsV1 = operation({
  ...shared,
  id: 'file-events.search.v1',
  summary: 'Search file events in their v1 form',
  path: '/v1/file-events',
  alternatePaths: [queryServicePath('v1/fileevent', v1Lifecycle('file-events.search'))],
  body: FileEventSearchRequest,
  success: { status: 200, type: 'application/json', schema: FileEventPageV1 },
  errorEnvelope: pageEnvelope,
  lifecycle: v1Lifecycle('file-events.search'),
})

export const groupFileEventsV1 = operation({
  ...shared,
  id: 'file-events.group.v1',
  summary: 'Count file events by the values of a v1 term',
  path: '/v1/file-events/grouping',
  alternatePaths: [queryServicePath('v1/fileevent/grouping', v1Lifecycle('file-events.group'))],
  body: FileEventGroupingRequest,
  success: { status: 200, type: 'application/json', schema: FileEventGroups },
  errorEnvelope: { groups: null },
  lifecycle: v1Lifecycle('file-events.group'),
})

export const exportFileEventsV1 = operation({
  ...shared,
  id: 'file-events.export.v1',
  summary: 'Export file events as CSV in their v1 form',
  path: '/v1/file-events/export',
  alternatePaths: [queryServicePath('v1/fileevent/export', v1Lifecycle('file-events.export'))],
  body: FileEventExportRequest,
  ...csv,
  lifecycle: v1Lifecycle('file-events.export'),
})

export const locateFile = operation({
  ...shared,
  id: 'file-events.locate.v1',
  summary: 'Find where files with a SHA-256 hash were seen',
  method: 'GET',
  path: '/forensic-search/queryservice/api/v1/filelocations',
  query: z.object({ sha256: z.string().regex(/^[0-9A-Fa-f]{1,64}$/) }),
  success: { status: 200, type: 'application/json', schema: FileLocations },
  errorEnvelope: { locations: null },
  lifecycle: { added: '2019-01-01' },
  source: 'client',
})

export const fileEventOperations = [
  searchFileEvents,
  groupFileEvents,
  exportFileEvents,
  searchFileEventsV1,
  groupFileEventsV1,
  exportFileEventsV1,
  locateFile,
] as const
