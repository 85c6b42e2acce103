import type { createApiClient, listApiClients, updateApiClient } from '@spillway/contract'
import { acting, posting, reading, segment } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/api-clients'

type ApiClientPage = ResponseOf<typeof listApiClients>
export type ApiClient = ApiClientPage['apiClients'][number]
/** With the secret, which is shown here and never again. */
export type NewApiClient = ResponseOf<typeof createApiClient>
export type ApiClientChange = BodyOf<typeof updateApiClient>

export interface ApiClientCreation {
  readonly name: string
  readonly description?: string
  /** Of the caller's own; the server refuses others. */
  readonly permissions: readonly string[]
  /** Organization that bounds the client with those under it. */
  readonly orgUid?: string
}

export const createApiClients = (requester: Requester) => {
  const act = (id: string, verb: string, repeatable: boolean, options?: CallOptions) =>
    acting(`${path}/${segment(id)}/${verb}`, repeatable, options)
  return {
    /** Every API client, page after page. */
    list: async function* (options: CallOptions = {}): AsyncGenerator<ApiClient> {
      const pages = followPages(async (after) => {
        const page = await requester.json<ApiClientPage>(reading(path, options, { after }))
        return { page: page.apiClients, next: page.next }
      })
      for await (const clients of pages) yield* clients
    },

    create: (client: ApiClientCreation, options?: CallOptions) =>
      requester.json<NewApiClient>(posting(path, client, false, options)),

    update: (id: string, change: ApiClientChange, options: CallOptions = {}) =>
      requester.json<ApiClient>({
        ...posting(`${path}/${segment(id)}`, change, true, options),
        method: 'PATCH',
      }),

    /** Replaces the secret; the old one and its tokens end at once. */
    rotate: (id: string, options?: CallOptions) =>
      requester.json<NewApiClient>(act(id, 'rotate-secret', false, options)),

    disable: (id: string, options?: CallOptions) => requester.json<ApiClient>(act(id, 'disable', true, options)),
    enable: (id: string, options?: CallOptions) => requester.json<ApiClient>(act(id, 'enable', true, options)),
  }
}
