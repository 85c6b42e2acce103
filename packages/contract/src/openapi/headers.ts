import {
  type Header,
  impliedRequestHeaders,
  impliedResponseHeaders,
  sharedRequestHeaders,
  sharedResponseHeaders,
} from '../headers.ts'
import type { Operation } from '../operation.ts'

const anyText = { type: 'string' } as const

const asParameter = ([name, { description, schema = anyText }]: readonly [string, Header]) =>
  [name, { name, in: 'header', description, schema }] as const

const asHeader = ([name, { description, schema = anyText }]: readonly [string, Header]) =>
  [name, { description, schema }] as const

const described = (headers: Operation['requestHeaders'] = {}): [string, Header][] =>
  Object.entries(headers).map(([name, description]) => [name, { description }])

/** Content of `components.parameters` and `components.headers`. */
export const headerComponents = {
  parameters: Object.fromEntries(Object.entries(sharedRequestHeaders).map(asParameter)),
  headers: Object.fromEntries(Object.entries(sharedResponseHeaders).map(asHeader)),
}

/** Header parameters of an operation: its own, and references to those it shares with others. */
export const headerParameters = (operation: Operation): unknown[] => [
  ...described(operation.requestHeaders).map((header) => asParameter(header)[1]),
  ...impliedRequestHeaders(operation).map((name) => ({ $ref: `#/components/parameters/${name}` })),
]

/** Headers of the answer with this status; a success bears the operation's own too. */
export const responseHeaders = (operation: Operation, status: number): Record<string, unknown> => ({
  ...Object.fromEntries(
    impliedResponseHeaders(status, operation.lifecycle).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  ),
  ...(status === operation.success.status && Object.fromEntries(described(operation.responseHeaders).map(asHeader))),
})
