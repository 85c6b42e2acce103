import type { z } from 'zod'
import type { Operation } from '../operation.ts'
import { sessionCookie, takesSessionCookie } from '../session-cookie.ts'
import { headerParameters } from './headers.ts'
import type { JsonSchema, SchemaWriter } from './json-schema.ts'

/** Path, query and header parameters of an operation. */
export const parameters = (operation: Operation, writer: SchemaWriter): unknown[] => [
  ...pathParameters(operation, writer),
  ...named('query', operation.query, `${operation.id}.query`, writer),
  ...headerParameters(operation),
]

/** Every placeholder of the path, described by the schema where there is one. */
const pathParameters = ({ id, path, params }: Operation, writer: SchemaWriter): unknown[] => {
  const described = new Map(
    named('path', params, `${id}.params`, writer).map((parameter) => [parameter.name, parameter] as const),
  )
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => ({
    ...(described.get(name) ?? { name, in: 'path', schema: { type: 'string' } }),
    required: true,
  }))
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: unknown
}

const named = (place: string, schema: z.ZodType | undefined, name: string, writer: SchemaWriter): Parameter[] => {
  if (!schema) return []
  const { properties = {}, required = [] } = writer.write(schema, name, 'input') as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([key, property]) => ({
    name: key,
    in: place,
    ...(required.includes(key) && { required: true }),
    ...(typeof property.description === 'string' && { description: property.description }),
    schema: property,
  }))
}

/** The request body, JSON by schema or raw by media type; undefined where the operation takes none. */
export const requestBody = ({ id, authentication, body, rawBody }: Operation, writer: SchemaWriter): unknown => {
  if (body) {
    const schema = writer.write(body, `${id}.request`, 'input')
    const form = authentication === 'basic-client' && { 'application/x-www-form-urlencoded': { schema } }
    return { required: !body.safeParse(undefined).success, content: { 'application/json': { schema }, ...form } }
  }
  if (!rawBody) return undefined
  const schema = rawBody.schema && writer.write(rawBody.schema, `${id}.request`, 'input')
  const content = Object.fromEntries(
    rawBody.types.map((type) => [type, schema && type === 'application/json' ? { schema } : {}]),
  )
  return { required: true, content, 'x-maximum-bytes': rawBody.maximumBytes }
}

/** How callers prove who they are, for `components.securitySchemes`. */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  'basic-user': { type: 'http', scheme: 'basic', description: 'User name and password; `totp-auth` carries the code' },
  cookie: { type: 'apiKey', in: 'cookie', name: sessionCookie, description: 'Set by a sign-in to the console API' },
  'basic-client': { type: 'http', scheme: 'basic', description: 'API-client id and secret' },
} as const

export const security = (operation: Operation): unknown[] => [
  ...(operation.authentication === 'none' ? [] : [{ [operation.authentication]: [] }]),
  ...(operation.alsoBasic ? [{ 'basic-user': [] }] : []),
  ...(takesSessionCookie(operation) ? [{ cookie: [] }] : []),
]
