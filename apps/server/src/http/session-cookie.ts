import { type Operation, sessionCookie, takesSessionCookie } from '@spillway/contract'
import type { FastifyRequest } from 'fastify'

/**
 * The token of old scripts and pages that send back the cookie of their sign-in. Null beside an `Authorization` header,
 * and where the browser says that a page of another site asks.
 */
export const cookieTokenOf = (operation: Operation, { headers }: FastifyRequest): string | null => {
  if (!takesSessionCookie(operation) || headers.authorization !== undefined || isForeign(headers['sec-fetch-site']))
    return null
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  const found = pairs.find((pair) => pair.startsWith(`${sessionCookie}=`))
  return found?.slice(sessionCookie.length + 1) || null
}

const isForeign = (site: string | string[] | undefined): boolean =>
  site !== undefined && site !== 'same-origin' && site !== 'none'
