import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from '../platform/metrics.ts'

/** Answers slower than this are logged, in milliseconds. Long polls and exports stream, so this is only a hint. */
const slowAfter = 5_000

/** Counts and times every answer, and logs the slow ones. */
export const observe = (app: FastifyInstance, metrics: Metrics): void => {
  app.addHook('onRequest', async () => metrics.inFlight.inc())
  app.addHook('onResponse', async (request, reply) => {
    const operation = operationName(request)
    metrics.inFlight.dec()
    metrics.requests.inc({ operation, method: request.method, status: String(reply.statusCode) })
    metrics.duration.observe({ operation }, reply.elapsedTime / 1000)
    const line = { operation, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }
    request.log[reply.elapsedTime > slowAfter ? 'warn' : 'debug'](line, 'answered')
  })
}

const operationName = (request: FastifyRequest): string =>
  request.routeOptions.config.bound?.route.operation.id ?? 'unknown'
