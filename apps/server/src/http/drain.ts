import type { FastifyInstance } from 'fastify'
import { whenAnswered } from './answered.ts'

/**
 * Lets requests in flight finish when the application closes, for `grace` milliseconds at most, then closes every
 * connection. The signal aborts when closing begins. Node alone would wait for ever for a connection that a client opened and never used.
 */
export const drainOnClose = (app: FastifyInstance, grace: number): AbortSignal => {
  const closing = new AbortController()
  const inFlight = countInFlight(app)
  app.addHook('preClose', async () => {
    closing.abort()
    app.server.on('connection', (socket) => socket.destroy())
    await inFlight.none(grace)
    app.server.closeAllConnections()
  })
  return closing.signal
}

const countInFlight = (app: FastifyInstance) => {
  let count = 0
  let onNone = () => {}
  app.addHook('onRequest', async (_request, reply) => {
    count++
    whenAnswered(reply, () => {
      if (--count === 0) onNone()
    })
  })
  const none = (grace: number) =>
    new Promise<void>((resolve) => {
      if (count === 0) return resolve()
      const timer = setTimeout(resolve, grace)
      // One turn of the loop lets the last bytes leave before their connection is closed.
      onNone = () => setImmediate(() => resolve(clearTimeout(timer)))
    })
  return { none }
}
