import { posting, reading, segment } from '../core/calls.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/api-clients'

export interface ApiClient {
  readonly clientId: string
  readonly name: string
  readonly permissions: readonly string[]
  readonly [key: string]: unknown
}
/** The secret is shown once, here. */
export interface NewApiClient extends ApiClient {
  readonly clientSecret: string
}

export const createApiClients = (requester: Requester) => ({
  list: (options?: CallOptions) => requester.json<{ apiClients: readonly ApiClient[] }>(reading(path, options)),

  create: (client: { name: string; permissions: readonly string[] }, options?: CallOptions) =>
    requester.json<NewApiClient>(posting(path, client, false, options)),

  /** Replaces the secret; the old one stops working. */
  rotate: (clientId: string, options?: CallOptions) =>
    requester.json<NewApiClient>(posting(`${path}/${segment(clientId)}/rotate`, {}, false, options)),

  disable: (clientId: string, options?: CallOptions) =>
    requester.nothing(posting(`${path}/${segment(clientId)}/disable`, {}, true, options)),
})
