import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticateRequest } from './authentication.ts'
import { authorize } from './authorization.ts'
import { checkBodyHeaders } from './body.ts'
import type { BoundRoute } from './bound-route.ts'
import type { Authenticate, Caller } from './caller.ts'
import { applyLifecycle, type LifecyclePolicy, resolveApiDate } from './lifecycle.ts'
import type { CheckRate } from './rate-limit.ts'

/** Told of every call of a deprecated operation or path. */
export type OnDeprecatedUse = (bound: BoundRoute, caller: Caller | null) => void

export interface GateDependencies {
  readonly lifecycle: LifecyclePolicy
  readonly authenticate: Authenticate
  readonly checkRate: CheckRate
  readonly onDeprecatedUse: OnDeprecatedUse
}

/** What every request of an operation passes before a byte of its body is read, in this order. */
export const createGate =
  (dependencies: GateDependencies, bound: BoundRoute) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { operation } = bound.route
    resolveApiDate(dependencies.lifecycle, request)
    const isDeprecated = applyLifecycle(dependencies.lifecycle, bound, request, reply)
    if (operation.authentication === 'bearer') await authenticateRequest(dependencies.authenticate, request)
    await dependencies.checkRate(request)
    authorize(operation, request.caller)
    if (isDeprecated) dependencies.onDeprecatedUse(bound, request.caller)
    checkBodyHeaders(operation, request)
  }
