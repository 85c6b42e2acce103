import type { FastifyInstance } from 'fastify'

/**
 * Lets requests in flight finish when the application closes, for `grace` milliseconds at most, then closes every
 * connection. Node alone would wait for ever for a connection that a client opened and never used.
 */
export const drainOnClose = (app: FastifyInstance, grace: number): void => {
  const inFlight = countInFlight(app)
  app.addHook('preClose', async () => {
    app.server.on('connection', (socket) => socket.destroy())
    await inFlight.none(grace)
    app.server.closeAllConnections()
  })
}

const countInFlight = (app: FastifyInstance) => {
  let count = 0
  let onNone = () => {}
  app.addHook('onRequest', async () => void count++)
  app.addHook('onResponse', async () => {
    if (--count === 0) onNone()
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
