import type { createProvisioningToken, listProvisioningTokens } from '@spillway/contract'
import { posting, reading, removing, segment } from '../core/calls.ts'
import type { ResponseOf } from '../core/operation-types.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/provisioning-tokens'

type ProvisioningTokenPage = ResponseOf<typeof listProvisioningTokens>
export type ProvisioningToken = ProvisioningTokenPage['provisioningTokens'][number]
/** With the token itself, which is shown here and never again. */
export type NewProvisioningToken = ResponseOf<typeof createProvisioningToken>

export interface ProvisioningTokenCreation {
  readonly name: string
  /** Organization that bounds the token with those under it. */
  readonly orgUid?: string
  /** ISO 8601; never, unless given. */
  readonly expiresAt?: string
}

/** Tokens that identity providers keep to provision by SCIM. */
export const createProvisioningTokens = (requester: Requester) => ({
  /** Every token, page after page. */
  list: async function* (options: CallOptions = {}): AsyncGenerator<ProvisioningToken> {
    const pages = followPages(async (after) => {
      const page = await requester.json<ProvisioningTokenPage>(reading(path, options, { after }))
      return { page: page.provisioningTokens, next: page.next }
    })
    for await (const tokens of pages) yield* tokens
  },

  create: (token: ProvisioningTokenCreation, options?: CallOptions) =>
    requester.json<NewProvisioningToken>(posting(path, token, false, options)),

  /** Replaces the token; the old one ends at once. */
  rotate: (id: string, change: Pick<ProvisioningTokenCreation, 'expiresAt'> = {}, options?: CallOptions) =>
    requester.json<NewProvisioningToken>(posting(`${path}/${segment(id)}/rotate`, change, false, options)),

  revoke: (id: string, options?: CallOptions) => requester.nothing(removing(`${path}/${segment(id)}`, options)),
})
