import type { Operation } from '@spillway/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { checkAccept } from './accept.ts'
import { type Authenticators, authenticateRequest } from './authentication.ts'
import { authorize } from './authorization.ts'
import { checkBodyHeaders } from './body.ts'
import type { BoundRoute } from './bound-route.ts'
import type { Caller } from './caller.ts'
import { applyLifecycle, type LifecyclePolicy, resolveApiDate } from './lifecycle.ts'
import { bindWebApp } from './paths.ts'
import type { CheckRate } from './rate-limit.ts'
import { isUnderWebApp } from './web-apps.ts'

/** Told of every call of a deprecated operation or path. */
export type OnDeprecatedUse = (bound: BoundRoute, caller: Caller | null) => void

export interface GateDependencies extends Authenticators {
  readonly lifecycle: LifecyclePolicy
  readonly checkRate: CheckRate
  readonly onDeprecatedUse: OnDeprecatedUse
}

/** What every request of an operation passes before a byte of its body is read, in this order. */
export const createGate =
  (dependencies: GateDependencies, plain: BoundRoute) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const bound = isUnderWebApp(request.raw) ? bindWebApp(plain) : plain
    const { operation } = bound.route
    resolveApiDate(dependencies.lifecycle, request)
    const isDeprecated = applyLifecycle(dependencies.lifecycle, bound, request, reply)
    if (operation.authentication === 'bearer') await knownCaller(dependencies, operation, request)
    await dependencies.checkRate(request)
    authorize(operation, request.caller)
    checkAccept(operation, request.headers.accept)
    if (isDeprecated) dependencies.onDeprecatedUse(bound, request.caller)
    checkBodyHeaders(operation, request)
  }

/** Refused tokens count as well, for the address: trying them costs the server as much as calls do. */
const knownCaller = async (dependencies: GateDependencies, operation: Operation, request: FastifyRequest) => {
  try {
    await authenticateRequest(dependencies, operation, request)
  } catch (refusal) {
    await dependencies.checkRate(request)
    throw refusal
  }
}
