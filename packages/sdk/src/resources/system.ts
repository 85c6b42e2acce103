import type { readDeprecations, readHealth, readOpenApi } from '@spillway/contract'
import { reading } from '../core/calls.ts'
import { SpillwayApiError } from '../core/errors.ts'
import type { ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

export const createSystem = (requester: Requester) => {
  const open = (path: string, options?: CallOptions) => ({ ...reading(path, options), authenticated: false })
  return {
    /** The process answers. */
    health: (options?: CallOptions) => requester.json<ResponseOf<typeof readHealth>>(open('/healthz', options)),

    /** True when the server can do its work; false when it says it cannot yet. */
    ready: async (options?: CallOptions): Promise<boolean> => {
      try {
        await requester.nothing({ ...open('/readyz', options), repeatable: false })
        return true
      } catch (error) {
        if (error instanceof SpillwayApiError && error.status === 503) return false
        throw error
      }
    },

    /** Prometheus text. */
    metrics: (options?: CallOptions) => requester.text(open('/metrics', options)),

    /** The OpenAPI 3.1 document of this very server. */
    openapi: (options?: CallOptions) => requester.json<ResponseOf<typeof readOpenApi>>(open('/openapi.json', options)),

    /** What is deprecated, until when, what replaces it, and who still calls it. */
    deprecations: async (options?: CallOptions) =>
      (await requester.json<ResponseOf<typeof readDeprecations>>(reading('/v1/spillway/deprecations', options)))
        .deprecations,
  }
}
