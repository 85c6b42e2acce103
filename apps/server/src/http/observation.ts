import { feedLimits } from '@spillway/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Metrics } from '../platform/metrics.ts'
import { whenAnswered } from './answered.ts'

/** Answers slower than this are logged, in milliseconds. Exports stream, so this is only a hint. */
const slowMilliseconds = 5_000
/** Counted for a client that went away before its answer was written whole; never sent. */
const clientLeft = 499

/** Counts and times every answer, and logs the slow ones. */
export const observe = (app: FastifyInstance, metrics: Metrics): void => {
  app.addHook('onRequest', async (request, reply) => {
    metrics.inFlight.inc()
    whenAnswered(reply, () => {
      metrics.inFlight.dec()
      record(metrics, request, reply)
    })
  })
}

const record = (metrics: Metrics, request: FastifyRequest, reply: FastifyReply): void => {
  const operation = operationName(request)
  const status = reply.raw.writableFinished ? reply.statusCode : clientLeft
  metrics.requests.inc({ operation, method: request.method, status: String(status) })
  metrics.duration.observe({ operation }, reply.elapsedTime / 1000)
  const line = { operation, status, milliseconds: Math.round(reply.elapsedTime) }
  request.log[reply.elapsedTime > slowAfter(request.query) ? 'warn' : 'debug'](line, 'answered')
}

const operationName = (request: FastifyRequest): string =>
  request.routeOptions.config.bound?.route.operation.id ?? 'unknown'

/** Milliseconds after which an answer is slow: a long poll takes as long as it was asked to wait. */
export const slowAfter = (query: unknown): number => {
  const wait = Number((query as { readonly wait?: unknown } | null)?.wait)
  return slowMilliseconds + (wait > 0 ? Math.min(wait, feedLimits.waitSeconds) * 1000 : 0)
}
