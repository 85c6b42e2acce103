import type { Operation } from '@spillway/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'
import { decodeUtf8, parseJsonBody } from './json-body.ts'
import { type RawRequest, rawRequest, tooLarge } from './raw-request.ts'

/** Largest JSON or form body in bytes, where the operation names no other. */
const defaultMaximumBytes = 1_048_576

/**
 * Replaces Fastify's body parsers by one that knows the operation: raw bodies are left to the handler,
 * JSON and forms are read within the limit, bodies that the operation does not want are read and dropped.
 */
export const installBodyParser = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    const operation = request.routeOptions.config.bound?.route.operation
    return operation && !operation.rawBody ? readBody(operation, request) : undefined
  })
}

/** Refuses a body that already its headers rule out, before a byte of it is read. */
export const checkBodyHeaders = (operation: Operation, request: FastifyRequest): void => {
  const maximum = operation.rawBody?.maximumBytes ?? defaultMaximumBytes
  if (Number(request.headers['content-length'] ?? 0) > maximum) throw tooLarge(maximum)
  const type = mediaType(request)
  if (operation.rawBody && type !== '' && !operation.rawBody.types.includes(type)) {
    throw unsupported(type, operation.rawBody.types)
  }
}

/** The raw body of an operation that declared one. */
export const rawBodyOf = (operation: Operation, request: FastifyRequest): RawRequest => {
  if (!operation.rawBody) throw new Error(`${operation.id} declares no raw body`)
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  return rawRequest(request.raw, operation.rawBody.maximumBytes, mediaType(request), encoding)
}

const readBody = async (operation: Operation, request: FastifyRequest): Promise<unknown> => {
  const bytes = await rawRequest(request.raw, defaultMaximumBytes, '', 'identity').bytes()
  if (!operation.body || bytes.length === 0) return undefined
  checkEncoding(request)
  const type = mediaType(request)
  if (type === formType) return readForm(bytes)
  if (type === '' || type === 'application/json' || type === 'text/json' || type.endsWith('+json')) {
    return parseJsonBody(bytes)
  }
  throw unsupported(type, ['application/json'])
}

const formType = 'application/x-www-form-urlencoded'

/** Forms, and JSON that `curl -d` labels as a form when no content type is given. */
const readForm = (bytes: Uint8Array): unknown => {
  const text = decodeUtf8(bytes)
  return /^\s*[[{]/.test(text) ? parseJsonBody(bytes) : Object.fromEntries(new URLSearchParams(text))
}

const checkEncoding = (request: FastifyRequest): void => {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding !== 'identity') {
    throw new SpillwayError('UNSUPPORTED_MEDIA_TYPE', {
      field: 'header.content-encoding',
      reason: 'This operation takes bodies without content encoding only',
    })
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8'
  if (!/^(utf-?8|us-ascii|ascii)$/i.test(charset)) {
    throw new SpillwayError('UNSUPPORTED_MEDIA_TYPE', {
      field: 'header.content-type',
      reason: 'The body must be in UTF-8',
    })
  }
}

const mediaType = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

const unsupported = (type: string, wanted: readonly string[]): SpillwayError =>
  new SpillwayError('UNSUPPORTED_MEDIA_TYPE', {
    field: 'header.content-type',
    reason: `${type.replaceAll(/[^\w.+/-]/g, '?').slice(0, 100)} is not accepted here; send ${wanted.join(' or ')}`,
  })
