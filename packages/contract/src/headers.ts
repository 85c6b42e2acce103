import type { Lifecycle } from './lifecycle.ts'
import type { Operation } from './operation.ts'

/** A header with its meaning, and the JSON Schema of its value where it is not any text. */
export interface Header {
  readonly description: string
  readonly schema?: Readonly<Record<string, unknown>>
}

/** Request headers that many operations read. All are optional. */
export const sharedRequestHeaders = {
  'totp-auth': {
    description: 'Code of the second factor, where the user has turned it on; goes with user name and password',
    schema: { type: 'string', pattern: '^ *[0-9]{1,6} *$' },
  },
  'x-request-id': {
    description: 'Id under which the request is logged and answered; any other text is replaced by a fresh id',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,128}$' },
  },
  'spillway-api-date': {
    description: 'Calendar date as of which the API shall answer; read only where the server was told to allow it',
    schema: { type: 'string', format: 'date' },
  },
} as const satisfies Readonly<Record<string, Header>>

/** Response headers that many operations send. */
export const sharedResponseHeaders = {
  'x-request-id': { description: 'Id of the request; finds it in the log' },
  'retry-after': { description: 'Whole seconds until a retry makes sense', schema: { type: 'integer', minimum: 0 } },
  deprecation: {
    description: 'Since when the operation is deprecated, as @ and seconds since 1970 (RFC 9745)',
    schema: { type: 'string', pattern: '^@[0-9]+$' },
  },
  sunset: { description: 'When its support ends, as an HTTP date (RFC 8594)' },
  link: { description: 'Path of what replaces it, with rel="successor-version"' },
} as const satisfies Readonly<Record<string, Header>>

export type SharedRequestHeader = keyof typeof sharedRequestHeaders
export type SharedResponseHeader = keyof typeof sharedResponseHeaders

/** Shared request headers that an operation reads by its form. */
export const impliedRequestHeaders = ({
  authentication,
  alsoBasic,
}: Pick<Operation, 'authentication' | 'alsoBasic'>): readonly SharedRequestHeader[] => [
  ...(authentication === 'basic-user' || alsoBasic ? (['totp-auth'] as const) : []),
  'x-request-id',
  'spillway-api-date',
]

/** Shared headers of an answer by its status, and by the history of the path. */
export const impliedResponseHeaders = (
  status: number,
  { deprecated, sunset, replacedBy }: Lifecycle,
): readonly SharedResponseHeader[] => [
  'x-request-id',
  ...(status === 429 || status === 503 ? (['retry-after'] as const) : []),
  ...(deprecated ? (['deprecation'] as const) : []),
  ...(deprecated && sunset ? (['sunset'] as const) : []),
  ...(deprecated && replacedBy ? (['link'] as const) : []),
]
