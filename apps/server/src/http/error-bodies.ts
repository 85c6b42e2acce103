import { STATUS_CODES } from 'node:http'
import type { ErrorCode, ErrorShape, Operation } from '@spillway/contract'
import type { SpillwayError } from '../platform/errors.ts'

/** An error as a family writes it. */
export interface ErrorBody {
  readonly type: string
  readonly body: unknown
}

/** What the bodies say beside the error itself. */
export interface ErrorContext {
  readonly requestId: string
  /** Keys that the operation's own answer would have, such as `{ groups: null }`. */
  readonly envelope: Readonly<Record<string, unknown>>
}

type Write = (error: SpillwayError, context: ErrorContext) => ErrorBody

/** Writes an error in the given shape. */
export const errorBody = (shape: ErrorShape, error: SpillwayError, context: ErrorContext): ErrorBody =>
  writers[shape](error, context)

/** Shape of a family that is known only by a path that leads nowhere. */
export const shapeOfUnknownPath = (url: string): ErrorShape => {
  if (/^\/+(api|c42api)\/+v3\b/i.test(url)) return 'console-v3'
  if (/^\/+api\/+v\d+\b/i.test(url) && !/^\/+api\/+v[12]\b/i.test(url)) return 'console-command'
  if (/^\/+scim\b/i.test(url)) return 'scim'
  return /^\/+api\//i.test(url) ? 'console-v1' : 'problem-details'
}

/** Envelope of an operation's errors. */
export const envelopeOf = (operation: Operation | undefined): Readonly<Record<string, unknown>> =>
  operation?.errorEnvelope ?? {}

const json = (body: unknown): ErrorBody => ({ type: 'application/json', body })

/** `field: reason`, or the reason alone. */
const sentence = ({ details, message }: SpillwayError): string =>
  details.field ? `${details.field}: ${message}` : message

const problemDetails: Write = (error, { requestId }) => ({
  type: 'application/problem+json',
  body: {
    type: `urn:spillway:error:${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.details.field && { field: error.details.field }),
    ...(error.details.problems !== undefined && { problems: error.details.problems }),
    ...error.details.envelope,
    requestId,
  },
})

/** Query errors keep the answer's keys, so that clients which read the envelope first find it; others are portal errors. */
const queryProblems: Write = (error, context) => {
  const type = problemTypes[error.code]
  if (!type) return portal(error, context)
  const problems = error.details.problems ?? [{ badFilter: null, description: sentence(error), type }]
  return json({ ...context.envelope, problems })
}

/** The vocabulary of query problems for errors that are not about one filter. */
const problemTypes: Partial<Record<ErrorCode, string>> = {
  MALFORMED_REQUEST: 'ILLEGAL_VALUE',
  INVALID_QUERY: 'ILLEGAL_VALUE',
  INTERNAL: 'SEARCH_FAILED',
  QUERY_FAILED: 'SEARCH_FAILED',
  STORE_UNAVAILABLE: 'SEARCH_FAILED',
}

const consoleV1: Write = (error) =>
  json([
    {
      name: error.details.familyCode ?? 'SYSTEM',
      description: sentence(error),
      ...(error.status >= 500 && { objects: [] }),
    },
  ])

const consoleCommand: Write = (error) =>
  json({ problem: error.details.familyCode ?? error.code, description: sentence(error) })

const consoleV3: Write = (error) =>
  json({
    data: null,
    error: [{ primaryErrorKey: error.details.familyCode ?? error.code, otherErrors: null }],
    warnings: null,
  })

const oauth: Write = (error) =>
  json({ error: oauthCodes[error.code] ?? oauthDefault(error), error_description: sentence(error) })

const oauthDefault = (error: SpillwayError): string => (error.status < 500 ? 'invalid_request' : 'server_error')

/** RFC 6749 §5.2 and §4.1.2.1. */
const oauthCodes: Partial<Record<ErrorCode, string>> = {
  INVALID_CREDENTIALS: 'invalid_client',
  UNAUTHENTICATED: 'invalid_client',
  UNSUPPORTED_GRANT: 'unsupported_grant_type',
  STORE_UNAVAILABLE: 'temporarily_unavailable',
  TOO_MANY_REQUESTS: 'temporarily_unavailable',
}

const scim: Write = (error) => ({
  type: 'application/scim+json',
  body: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(error.status),
    ...(scimTypeOf(error) && { scimType: scimTypeOf(error) }),
    detail: sentence(error),
  },
})

/** RFC 7644, table 9. What a service refuses by a name of its own is a value that cannot be. */
const scimTypes: ReadonlySet<string> = new Set([
  ...['invalidFilter', 'tooMany', 'uniqueness', 'mutability', 'invalidSyntax', 'invalidPath', 'noTarget'],
  ...['invalidValue', 'invalidVers', 'sensitive'],
])

const scimTypeOf = ({ code, details: { familyCode } }: SpillwayError): string | null => {
  if (familyCode !== undefined && scimTypes.has(familyCode)) return familyCode
  if (code === 'CONFLICT') return 'uniqueness'
  if (code !== 'MALFORMED_REQUEST') return null
  return familyCode === undefined ? 'invalidSyntax' : 'invalidValue'
}

const portal: Write = (error) =>
  json({
    ...error.details.envelope,
    error: error.details.familyCode ?? (STATUS_CODES[error.status] ?? 'ERROR').toUpperCase().replaceAll(/\W+/g, '_'),
    message: sentence(error),
  })

/** Portal errors under the key that adoption has for them as well. */
const portalReason: Write = (error, context) => {
  const { type, body } = portal(error, context)
  return { type, body: { reason: sentence(error), ...(body as object) } }
}

/** The published definition has `msg`, its edition of June 2024 `code` and `message`. */
const coded: Write = (error) =>
  json({ code: error.details.familyCode ?? error.code, message: sentence(error), msg: sentence(error) })

const writers: Record<ErrorShape, Write> = {
  'problem-details': problemDetails,
  'query-problems': queryProblems,
  'console-v1': consoleV1,
  'console-v3': consoleV3,
  'console-command': consoleCommand,
  oauth,
  coded,
  portal,
  'portal-reason': portalReason,
  scim,
}
