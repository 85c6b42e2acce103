import type { FastifyReply, FastifyRequest } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'
import { asSpillwayError } from '../platform/failures.ts'
import { envelopeOf, errorBody, shapeOfUnknownPath } from './error-bodies.ts'

/** Answers any failure: in the operation's shape, with the catalogue's status, and logged when it is the server's. */
export const answerError = (failure: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const error = clientIsGone(failure, request) ? brokenOff : asSpillwayError(failure)
  log(error, failure, request)
  // What is left of a refused body must be read away before the connection can carry another request.
  if (!request.raw.complete) request.raw.resume()
  const { bound, refusedFor } = request.routeOptions.config
  const operation = bound?.route.operation ?? refusedFor
  const shape = operation?.errorShape ?? shapeOfUnknownPath(request.url)
  const { type, body } = errorBody(shape, error, { requestId: request.id, envelope: envelopeOf(operation) })
  const retryAfter = error.details.retryAfterSeconds
  return reply
    .code(error.status)
    .headers({
      'content-type': type,
      'x-request-id': request.id,
      'cache-control': 'no-store',
      ...error.details.headers,
    })
    .headers(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) })
    .send(JSON.stringify(body))
}

/** Nobody reads the answer any more, and the failure is only that the body broke off. */
const clientIsGone = (failure: unknown, request: FastifyRequest): boolean =>
  request.raw.destroyed && !request.raw.complete && !(failure instanceof SpillwayError)

const brokenOff = new SpillwayError('MALFORMED_REQUEST', { field: 'body', reason: 'The body broke off' })

const log = (error: SpillwayError, failure: unknown, request: FastifyRequest): void => {
  const context = { err: failure, code: error.code, url: request.routeOptions.url ?? 'unknown' }
  if (error.status === 503) request.log.warn(context, 'a store is unavailable')
  else if (error.status >= 500) request.log.error(context, 'the request failed')
}
