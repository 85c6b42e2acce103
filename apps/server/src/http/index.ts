export type { BasicCredentials } from './basic-credentials.ts'
export { parseBasicCredentials } from './basic-credentials.ts'
export type { BoundRoute } from './bound-route.ts'
export type { Authenticate, AuthenticateBasic, Caller, OrganizationBounds, Visitor } from './caller.ts'
export { type CsvColumn, csvReply } from './console/csv.ts'
export * as envelope from './console/envelopes.ts'
export {
  type ConsoleQuery,
  flagOf,
  idNumber,
  includes,
  isDescending,
  numberOf,
  organizationKeyOf,
  type RecordKey,
  recordKeyOf,
  sliceOf,
  textOf,
  wantsCsv,
} from './console/query.ts'
export { asConsole } from './console/refusals.ts'
export { badCursor, readCursor, writeCursor } from './cursor.ts'
export { errorBody } from './error-bodies.ts'
export { oneTimeCodeOf } from './one-time-code.ts'
export { bindRoutes, bindWebApp } from './paths.ts'
export type { RawRequest } from './raw-request.ts'
export { json, type Reply, stream, text } from './reply.ts'
export { openRoute, type Route, route } from './route.ts'
export { fromTwoParts, twoPartsOf } from './two-part-token.ts'
export { unavailableRoutes } from './unavailable.ts'
