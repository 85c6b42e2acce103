import {
  exportFileEvents,
  exportFileEventsV1,
  groupFileEvents,
  groupFileEventsV1,
  locateFile as locateFileOperation,
  searchFileEvents,
  searchFileEventsV1,
} from '@spillway/contract'
import type { Version } from '@spillway/event-model'
import { type Caller, type Route, route, stream } from '../../../http/index.ts'
import { locateFile } from './locations.ts'
import type { SearchService } from './service.ts'

interface QueryCall {
  readonly body: unknown
  readonly caller: Caller
  readonly signal: AbortSignal
}

const attachment = { 'content-disposition': 'attachment; filename="file-events.csv"' }

/** Search, grouping and export of both versions, and the look-up of a hash. */
export const searchRoutes = (service: SearchService): readonly Route[] => {
  const request = (version: Version, { body, caller, signal }: QueryCall) => ({ version, body, caller, signal })
  const search = (version: Version) => async (call: QueryCall) =>
    stream('application/json', await service.search(request(version, call)))
  const group = (version: Version) => async (call: QueryCall) => ({
    groups: [...(await service.group(request(version, call)))],
    problems: null,
  })
  const exportCsv = (version: Version) => async (call: QueryCall) =>
    stream('text/csv; charset=utf-8', await service.exportCsv(request(version, call)), attachment)

  return [
    route(searchFileEvents, search('v2')),
    route(groupFileEvents, group('v2')),
    route(exportFileEvents, exportCsv('v2')),
    route(searchFileEventsV1, search('v1')),
    route(groupFileEventsV1, group('v1')),
    route(exportFileEventsV1, exportCsv('v1')),
    route(locateFileOperation, async ({ query, caller, signal }) => ({
      locations: await locateFile(service, query.sha256, { caller, signal }),
    })),
  ]
}
