import { type CalendarDate, type Operation, startOf } from '@spillway/contract'
import type { FastifyRequest } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'
import { parseBasicCredentials } from './basic-credentials.ts'
import type { Authenticate, AuthenticateBasic } from './caller.ts'
import { oneTimeCodeOf } from './one-time-code.ts'
import { cookieTokenOf } from './session-cookie.ts'
import { fromTwoParts } from './two-part-token.ts'
import { visitorOf } from './visitor.ts'

/** Last day on which the old token scheme worked was 30 August 2022 (published announcement of 26 January 2022). */
const oldSchemeEnd: CalendarDate = '2022-08-31'

/** How identity proves who somebody is. */
export interface Authenticators {
  readonly authenticate: Authenticate
  readonly authenticateBasic: AuthenticateBasic
}

/** Sets `request.caller` from the token, or from Basic credentials or the cookie on the console API. Throws a 401. */
export const authenticateRequest = async (
  { authenticate, authenticateBasic }: Authenticators,
  operation: Operation,
  request: FastifyRequest,
): Promise<void> => {
  const visitor = visitorOf(request)
  const basic = operation.alsoBasic ? parseBasicCredentials(request.headers.authorization) : null
  request.caller = basic
    ? await authenticateBasic(basic, oneTimeCodeOf(request), visitor)
    : await authenticate(cookieTokenOf(operation, request) ?? presentedToken(operation, request), visitor)
}

const presentedToken = (operation: Operation, request: FastifyRequest): string => {
  const [, scheme, token] = /^(\S+) +(\S+) *$/.exec(request.headers.authorization ?? '') ?? []
  if (!scheme || !token) throw new SpillwayError('UNAUTHENTICATED', { reason: 'A bearer token is needed' })
  const name = scheme.toLowerCase()
  if (name === 'bearer' || (name === 'v3_user_token' && oldSchemeWorks(request))) return token
  // The same resources that take a user name and password on every call.
  if (name === 'token' && operation.alsoBasic) return fromTwoParts(token) ?? ''
  throw new SpillwayError('UNAUTHENTICATED', { reason: `Authorization scheme ${printable(scheme)} is not supported` })
}

/** Only for a request that travels to a date before the scheme's end of support. */
const oldSchemeWorks = (request: FastifyRequest): boolean =>
  request.apiDate !== null && request.apiDate < startOf(oldSchemeEnd)

const printable = (text: string): string => text.replaceAll(/[^\w.-]/g, '?').slice(0, 32)
