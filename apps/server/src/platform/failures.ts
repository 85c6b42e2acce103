import { isControlStoreUnavailable } from '@spillway/control-store'
import { SpillwayError } from './errors.ts'

/**
 * Whether a failure is a store being away, overloaded or full rather than a defect. The event store's error is known
 * by name: importing its class would load the engine into everything that answers errors.
 */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'EventStoreUnavailable' ||
    isControlStoreUnavailable(error) ||
    diskIsFull(error) ||
    isUnavailable(error.cause))

const diskIsFull = (error: Error): boolean => 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

/** Whether work was given up because its signal said so. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

/** The engine answered, but not with a result. */
const queryFailed = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'EventStoreFault' || error.name === 'QueryTimeout')

/** Any failure as one of the catalogue: what services threw, what Fastify refused, a store away, else `INTERNAL`. */
export const asSpillwayError = (error: unknown): SpillwayError => {
  if (error instanceof SpillwayError) return error
  if (isUnavailable(error)) return new SpillwayError('STORE_UNAVAILABLE', { retryAfterSeconds: 1, cause: error })
  if (queryFailed(error)) return new SpillwayError('QUERY_FAILED', { cause: error })
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
