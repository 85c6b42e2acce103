import { type ErrorCode, type ErrorShape, errorCatalogue } from '../errors.ts'
import { everyError } from '../implied-errors.ts'
import type { Operation } from '../operation.ts'
import { responseHeaders } from './headers.ts'
import type { JsonSchema, SchemaWriter } from './json-schema.ts'

const text: JsonSchema = { type: 'string' }
const nullable: JsonSchema = { type: ['string', 'null'] }
const object = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  type: 'object',
  properties,
  required,
})

/** Each family's error body. Keys that an operation adds to it are not listed here. */
export const errorSchemas: Readonly<Record<ErrorShape, JsonSchema>> = {
  'problem-details': object(
    { type: text, title: text, status: { type: 'integer' }, code: text, detail: text, field: text, requestId: text },
    ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  ),
  'query-problems': object(
    {
      problems: {
        type: ['array', 'null'],
        items: object({ badFilter: { type: ['object', 'null'] }, description: nullable, type: text }),
      },
      error: text,
      message: text,
    },
    [],
  ),
  'console-v1': { type: 'array', items: object({ name: text, description: text }) },
  'console-v3': object({
    data: { type: 'null' },
    error: { type: 'array', items: object({ primaryErrorKey: text, otherErrors: { type: 'null' } }) },
    warnings: { type: 'null' },
  }),
  'console-command': {
    type: 'object',
    properties: { problem: { type: 'string' }, description: { type: 'string' } },
    required: ['problem'],
  },
  scim: object({ schemas: { type: 'array', items: text }, status: text, scimType: text, detail: text }, [
    'schemas',
    'status',
  ]),
  oauth: object({ error: text, error_description: text }),
  coded: object({ code: text, message: text, msg: text }),
  portal: object({ error: text, message: text }),
  'portal-reason': object({ reason: text, error: text, message: text }),
}

/** Name of a shape's schema in the document. */
export const errorComponent = (shape: ErrorShape): string => `error.${shape}`

/** Responses of an operation by status. Errors with one status are told apart by `x-error-codes`. */
export const responses = (operation: Operation, writer: SchemaWriter): Record<string, unknown> => ({
  ...(!operation.unavailable && { [operation.success.status]: success(operation, writer) }),
  ...Object.fromEntries(
    [...Map.groupBy(everyError(operation), (code) => errorCatalogue[code].status)].map(([status, codes]) => [
      status,
      failure(operation, status, codes),
    ]),
  ),
})

const success = (operation: Operation, writer: SchemaWriter): unknown => {
  const { id, success } = operation
  const headers = responseHeaders(operation, success.status)
  if (success.status === 204) return { description: 'Done; no content', headers }
  const schema = success.schema && writer.write(success.schema, `${id}.response`, 'output')
  const type = ('mediaType' in success && success.mediaType) || success.type || 'application/json'
  return { description: 'Success', headers, content: { [type]: schema ? { schema } : {} } }
}

const errorTypes: Partial<Record<ErrorShape, string>> = {
  'problem-details': 'application/problem+json',
  scim: 'application/scim+json',
}

const failure = (operation: Operation, status: number, codes: readonly ErrorCode[]): unknown => ({
  description: codes.map((code) => errorCatalogue[code].meaning).join('; '),
  'x-error-codes': codes,
  headers: responseHeaders(operation, status),
  content: {
    [errorTypes[operation.errorShape] ?? 'application/json']: {
      schema: { $ref: `#/components/schemas/${errorComponent(operation.errorShape)}` },
    },
  },
})
