import type { FastifyReply, FastifyRequest } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'
import { asSpillwayError, isAbort } from '../platform/failures.ts'
import { envelopeOf, errorBody, shapeOfUnknownPath } from './error-bodies.ts'

/** Answers any failure: in the operation's shape, with the catalogue's status, and logged when it is the server's. */
export const answerError = (failure: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const error = clientIsGone(failure, request, reply) ? brokenOff : asSpillwayError(failure)
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

/** Nobody reads the answer any more, and the failure is only that the body broke off or the work was given up. */
const clientIsGone = (failure: unknown, { raw }: FastifyRequest, reply: FastifyReply): boolean =>
  raw.complete ? reply.raw.destroyed && isAbort(failure) : raw.destroyed && !(failure instanceof SpillwayError)

const brokenOff = new SpillwayError('MALFORMED_REQUEST', { reason: 'The client went away' })

const log = (error: SpillwayError, failure: unknown, request: FastifyRequest): void => {
  const context = { err: failure, code: error.code, url: request.routeOptions.url ?? 'unknown' }
  if (error.status === 503) request.log.warn(context, 'a store is unavailable')
  else if (error.status >= 500 && error.status !== 501) request.log.error(context, 'the request failed')
}
