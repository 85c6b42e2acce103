import type { Lifecycle, Operation } from '@spillway/contract'
import type { Caller } from './caller.ts'
import type { Route } from './route.ts'

/** A route on one of its paths, with the history of that path. */
export interface BoundRoute {
  readonly route: Route
  /** OpenAPI form. */
  readonly path: string
  readonly lifecycle: Lifecycle
  /** `METHOD /path` to use instead, where there is one. */
  readonly successor?: { readonly method: string; readonly path: string }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    bound?: BoundRoute
    /** The operation whose error shape a refused method is answered in. */
    refusedFor?: Operation
  }
  interface FastifyRequest {
    /** Set by authentication; null on open operations. */
    caller: Caller | null
    /** The date whose API surface this request sees; null means today's. */
    apiDate: Date | null
  }
}
