import rateLimit from '@fastify/rate-limit'
import { isRateLimited } from '@spillway/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SpillwayError } from '../platform/errors.ts'

const oneMinute = 60_000
/** Callers remembered at once; the least recently seen is forgotten first. */
const rememberedCallers = 20_000

/** Refuses a request over its caller's limit with `TOO_MANY_REQUESTS`. */
export type CheckRate = (request: FastifyRequest) => Promise<void>

/** Fixed one-minute windows per caller, or per address where nobody is authenticated or somebody is refused; `0` switches the limit off. */
export const createRateLimit = async (app: FastifyInstance, requestsPerMinute: number): Promise<CheckRate> => {
  if (requestsPerMinute === 0) return async () => undefined
  const options = { max: requestsPerMinute, timeWindow: oneMinute, keyGenerator }
  await app.register(rateLimit, { ...options, global: false, cache: rememberedCallers })
  const check = app.createRateLimit(options)
  return async (request) => {
    const operation = request.routeOptions.config.bound?.route.operation
    if (operation && !isRateLimited(operation)) return
    const outcome = await check(request)
    if (!outcome.isAllowed && outcome.isExceeded) throw exceeded(outcome.max, outcome.ttlInSeconds)
  }
}

const keyGenerator = (request: FastifyRequest): string => {
  if (request.caller) return `${request.caller.kind}:${request.caller.id}`
  // Apart from sign-in, so that a script with an old token does not keep others behind its address from getting a new one.
  const isRefused = request.routeOptions.config.bound?.route.operation.authentication === 'bearer'
  return `${isRefused ? 'refused' : 'address'}:${request.ip}`
}

const exceeded = (max: number, seconds: number): SpillwayError =>
  new SpillwayError('TOO_MANY_REQUESTS', {
    reason: `More than ${max} requests in a minute`,
    retryAfterSeconds: Math.max(1, seconds),
  })
