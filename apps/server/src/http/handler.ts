import type { FastifyReply, FastifyRequest } from 'fastify'
import { parseBasicCredentials } from './basic-credentials.ts'
import { rawBodyOf } from './body.ts'
import type { Caller } from './caller.ts'
import { respond } from './response.ts'
import type { Route } from './route.ts'
import { validated } from './validation.ts'
import { visitorOf } from './visitor.ts'

type RouteCall = Parameters<Route['handle']>[0]

/** A route as a Fastify handler: validate the parts, carry out, answer. */
export const handlerOf =
  (route: Route, closing: AbortSignal) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    respond(route.operation, await route.handle(readCall(route, request, reply, closing)), reply)

const readCall = (
  { operation }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
): RouteCall => ({
  params: validated('path', operation.params, request.params),
  query: validated('query', operation.query, request.query),
  body: validated('body', operation.body, request.body),
  get raw() {
    return rawBodyOf(operation, request)
  },
  request,
  signal: goneSignal(reply),
  closing,
  // The gate refused every bearer operation without a caller; open operations never see this field.
  caller: request.caller as Caller,
  visitor: visitorOf(request),
  basic: parseBasicCredentials(request.headers.authorization),
})

/** Aborts when the connection closes before the answer was written whole. */
const goneSignal = (reply: FastifyReply): AbortSignal => {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}
