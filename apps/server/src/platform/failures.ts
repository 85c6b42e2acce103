import { SpillwayError } from './errors.ts'

/** Error names and codes that mean "a store is away or full", from ClickHouse, PostgreSQL, SQLite and the sockets to them. */
const unavailableNames = new Set(['EventStoreUnavailable', 'ControlStoreUnavailable'])
const unavailableCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'ENOSPC', 'EIO'])
// SQLSTATE classes: 08 connection, 53 resources, 57P operator intervention.
const unavailableSqlState = /^(08|53|57P)/
// SQLite: BUSY, IOERR, FULL, CANTOPEN.
const unavailableSqlite = new Set([5, 10, 13, 14])

/** Whether a failure is a store being away, overloaded or full rather than a defect. */
export const isUnavailable = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown }
  return (
    unavailableNames.has(error.name) ||
    (typeof code === 'string' && (unavailableCodes.has(code) || unavailableSqlState.test(code))) ||
    (typeof errcode === 'number' && unavailableSqlite.has(errcode & 0xff)) ||
    isUnavailable(error.cause)
  )
}

/** Any failure as one of the catalogue: what services threw, what Fastify refused, a store away, else `INTERNAL`. */
export const asSpillwayError = (error: unknown): SpillwayError => {
  if (error instanceof SpillwayError) return error
  if (isUnavailable(error)) return new SpillwayError('STORE_UNAVAILABLE', { retryAfterSeconds: 1, cause: error })
  return refusedByFramework(error) ?? new SpillwayError('INTERNAL', { cause: error })
}

const refusedByFramework = (error: unknown): SpillwayError | null => {
  if (!(error instanceof Error) || !('statusCode' in error)) return null
  const reason = error.message
  if (error.statusCode === 413) return new SpillwayError('PAYLOAD_TOO_LARGE', { field: 'body', reason })
  if (error.statusCode === 415) return new SpillwayError('UNSUPPORTED_MEDIA_TYPE', { field: 'content-type', reason })
  const isClientMistake = typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500
  return isClientMistake ? new SpillwayError('MALFORMED_REQUEST', { reason }) : null
}
