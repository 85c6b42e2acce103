import type { FastifyInstance } from 'fastify'

/** Headers of an API whose answers are never pages: nothing to sniff, frame, cache or refer. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** Adds the request id and the security headers to every answer; a handler's own headers win. */
export const installHeaders = (app: FastifyInstance, servedOverTls: boolean): void => {
  const all = { ...securityHeaders, ...(servedOverTls && { 'strict-transport-security': 'max-age=31536000' }) }
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(all).header('x-request-id', request.id)
  })
}
