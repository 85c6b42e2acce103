import { posting, reading, segment } from '../core/calls.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/api-clients'

export interface ApiClient {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly permissions: readonly string[]
  readonly disabled: boolean
  readonly createdAt: string
  /** Null while its secret never bought a token. */
  readonly lastUsedAt: string | null
  readonly [key: string]: unknown
}
/** The secret is shown once, here. */
export interface NewApiClient extends ApiClient {
  readonly secret: string
}

export const createApiClients = (requester: Requester) => ({
  /** Every API client, page after page. */
  list: async function* (options: CallOptions = {}): AsyncGenerator<ApiClient> {
    const pages = followPages(async (after) => {
      const page = await requester.json<{ apiClients: ApiClient[]; next: string | null }>(
        reading(path, options, { after }),
      )
      return { page: page.apiClients, next: page.next }
    })
    for await (const clients of pages) yield* clients
  },

  create: (client: { name: string; permissions: readonly string[]; description?: string }, options?: CallOptions) =>
    requester.json<NewApiClient>(posting(path, client, false, options)),

  /** Replaces the secret; the old one stops working. */
  rotate: (id: string, options?: CallOptions) =>
    requester.json<NewApiClient>(posting(`${path}/${segment(id)}/rotate-secret`, {}, false, options)),

  disable: (id: string, options?: CallOptions) =>
    requester.json<ApiClient>(posting(`${path}/${segment(id)}/disable`, {}, true, options)),
})
