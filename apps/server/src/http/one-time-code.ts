import type { FastifyRequest } from 'fastify'

/** The code of the second factor. Numbers lose their leading zeros in clients that hold the code as one. */
export const oneTimeCodeOf = (request: FastifyRequest): string | undefined => {
  const header = request.headers['totp-auth']
  return typeof header === 'string' && header.trim() !== '' ? header.trim().padStart(6, '0') : undefined
}
