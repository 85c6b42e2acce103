import { type CalendarDate, lifecycleHeaders, lifecycleState, startOf } from '@spillway/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../platform/clock.ts'
import { SpillwayError } from '../platform/errors.ts'
import type { BoundRoute } from './bound-route.ts'

/** How the server treats history. */
export interface LifecyclePolicy {
  readonly clock: Clock
  /** Serve the surface of this date instead of today's. */
  readonly apiDate: CalendarDate | null
  /** Whether a request may choose its own date by the `spillway-api-date` header. */
  readonly apiDateHeader: boolean
  /** Answer 410 past end of support instead of serving on. */
  readonly enforceSunset: boolean
}

const apiDateHeaderName = 'spillway-api-date'

/** Puts the date of the surface on the request; a broken header is refused, a header that is not enabled ignored. */
export const resolveApiDate = (policy: LifecyclePolicy, request: FastifyRequest): void => {
  const header = policy.apiDateHeader ? request.headers[apiDateHeaderName] : undefined
  if (header === undefined) request.apiDate = policy.apiDate && startOf(policy.apiDate)
  else request.apiDate = parseDate(String(header))
}

const parseDate = (text: string): Date => {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00.000Z`) : new Date(Number.NaN)
  // A day that does not exist, such as 30 February, rolls over and no longer prints the same.
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return date
  throw new SpillwayError('MALFORMED_REQUEST', {
    field: `header.${apiDateHeaderName}`,
    reason: 'Must be a calendar date such as 2022-06-01',
  })
}

/**
 * Applies the history of the path: unborn at the chosen date → 404, withdrawn → 410, deprecated → headers.
 * Returns whether the call is a deprecated one.
 */
export const applyLifecycle = (
  policy: LifecyclePolicy,
  bound: BoundRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean => {
  const at = request.apiDate ?? policy.clock()
  const state = lifecycleState(bound.lifecycle, at)
  if (state === 'unborn' && request.apiDate && bound.route.operation.source !== 'own') throw notBorn(request.apiDate)
  reply.headers(lifecycleHeaders(bound.lifecycle, at, bound.successor && filled(bound.successor.path, request.params)))
  if (state === 'sunset' && policy.enforceSunset) throw withdrawn(bound)
  return state === 'deprecated' || state === 'sunset'
}

const notBorn = (at: Date): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: `The API of ${at.toISOString().slice(0, 10)} has no such path` })

const withdrawn = ({ lifecycle, successor }: BoundRoute): SpillwayError =>
  new SpillwayError('WITHDRAWN', {
    reason: `Support ended on ${lifecycle.sunset}${successor ? `; use ${successor.method} ${successor.path}` : ''}`,
  })

/** The successor's path with the parameters that this request already carries. */
const filled = (path: string, params: unknown): string =>
  path.replaceAll(/\{([^}]+)\}/g, (template, name: string) => {
    const value = (params as Record<string, unknown> | null)?.[name]
    return typeof value === 'string' ? encodeURIComponent(value) : template
  })
