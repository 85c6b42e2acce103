import type { FastifyReply } from 'fastify'

/**
 * Calls `then` once, when the answer is written whole or nobody is left to read it. Fastify's own hook for answers is
 * silent when the client goes away.
 */
export const whenAnswered = (reply: FastifyReply, then: () => void): void => {
  const end = (): void => {
    reply.raw.off('finish', end).off('close', end)
    then()
  }
  reply.raw.on('finish', end).on('close', end)
}
