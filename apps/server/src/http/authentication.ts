import { type CalendarDate, startOf } from '@spillway/contract'
import type { FastifyRequest } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'
import type { Authenticate } from './caller.ts'
import { visitorOf } from './visitor.ts'

/** Last day on which the old token scheme worked was 30 August 2022 (published announcement of 26 January 2022). */
const oldSchemeEnd: CalendarDate = '2022-08-31'

/** Sets `request.caller` from the bearer token, or throws `UNAUTHENTICATED`. */
export const authenticateRequest = async (authenticate: Authenticate, request: FastifyRequest): Promise<void> => {
  request.caller = await authenticate(bearerToken(request), visitorOf(request))
}

const bearerToken = (request: FastifyRequest): string => {
  const [, scheme, token] = /^(\S+) +(\S+) *$/.exec(request.headers.authorization ?? '') ?? []
  if (!scheme || !token) throw new SpillwayError('UNAUTHENTICATED', { reason: 'A bearer token is needed' })
  const name = scheme.toLowerCase()
  if (name === 'bearer' || (name === 'v3_user_token' && oldSchemeWorks(request))) return token
  throw new SpillwayError('UNAUTHENTICATED', { reason: `Authorization scheme ${printable(scheme)} is not supported` })
}

/** Only for a request that travels to a date before the scheme's end of support. */
const oldSchemeWorks = (request: FastifyRequest): boolean =>
  request.apiDate !== null && request.apiDate < startOf(oldSchemeEnd)

const printable = (text: string): string => text.replaceAll(/[^\w.-]/g, '?').slice(0, 32)
