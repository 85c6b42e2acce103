import {
  createProvisioningToken,
  listProvisioningTokens,
  revokeProvisioningToken,
  rotateProvisioningToken,
} from '@spillway/contract'
import { type Route, route } from '../../../http/index.ts'
import type { ProvisioningTokens } from './service.ts'

export const provisioningTokenRoutes = (tokens: ProvisioningTokens): readonly Route[] => [
  route(listProvisioningTokens, ({ caller, query }) => tokens.list(caller, query.after, query.limit)),
  route(createProvisioningToken, ({ caller, body }) => tokens.create(caller, body)),
  route(rotateProvisioningToken, ({ caller, params, body }) =>
    tokens.rotate(caller, params.id, body?.expiresAt ?? null),
  ),
  route(revokeProvisioningToken, async ({ caller, params }) => {
    await tokens.revoke(caller, params.id)
    return undefined
  }),
]
