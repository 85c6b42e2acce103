import type { FastifyRequest } from 'fastify'
import type { Visitor } from './caller.ts'

/** What is known of a client before it proves anything. */
export const visitorOf = (request: FastifyRequest): Visitor => ({
  ip: request.ip,
  userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
})
