import { z } from 'zod'
import { operation } from '../operation.ts'
import { errors, errorsOfOne } from './errors.ts'
import { own, pageAfterId } from './own.ts'

const provisioningTokenSchema = z.object({
  /** `scim-<uuid>` */
  id: z.string(),
  name: z.string(),
  /** Organization beyond which the token reaches nothing; null for the whole tenant. */
  orgUid: z.string().nullable(),
  createdAt: z.iso.datetime(),
  modifiedAt: z.iso.datetime(),
  /** Null for a token that never runs out. */
  expiresAt: z.iso.datetime().nullable(),
  /** To the minute; null while the token was never used. */
  lastUsedAt: z.iso.datetime().nullable(),
})

/** Shown once: the server keeps only a hash of the token. */
const withTokenSchema = provisioningTokenSchema.extend({ token: z.string() })

const expiresAt = z.iso
  .datetime()
  .nullable()
  .default(null)
  .describe('When the token runs out; null, the default, for never')

const idParams = z.object({ id: z.string() })

const shared = {
  family: 'provisioning-tokens',
  authentication: 'bearer',
  ...own,
} as const

const path = '/v1/spillway/provisioning-tokens'

export const listProvisioningTokens = operation({
  ...shared,
  id: 'provisioning-tokens.list',
  summary: 'List the tokens of identity providers in order of their id',
  method: 'GET',
  path,
  permission: 'api-clients.read',
  query: pageAfterId,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ provisioningTokens: z.array(provisioningTokenSchema), next: z.string().nullable() }),
  },
  errors,
})

export const createProvisioningToken = operation({
  ...shared,
  id: 'provisioning-tokens.create',
  summary: 'Create a long-lived SCIM token, shown once; its holder, like its maker, holds `directory.provision` alone',
  method: 'POST',
  path,
  permission: 'api-clients.write',
  body: z.strictObject({
    name: z.string().trim().min(1).max(120),
    orgUid: z.string().max(100).nullable().default(null).describe('Organization that bounds the token'),
    expiresAt,
  }),
  success: { status: 201, type: 'application/json', schema: withTokenSchema },
  errors,
})

export const rotateProvisioningToken = operation({
  ...shared,
  id: 'provisioning-tokens.rotate',
  summary: 'Replace a SCIM token by a new one, shown once; the old one ends at once',
  method: 'POST',
  path: `${path}/{id}/rotate`,
  permission: 'api-clients.write',
  params: idParams,
  body: z.strictObject({ expiresAt }).nullish(),
  success: { status: 200, type: 'application/json', schema: withTokenSchema },
  errors: errorsOfOne,
})

export const revokeProvisioningToken = operation({
  ...shared,
  id: 'provisioning-tokens.revoke',
  summary: 'Revoke a SCIM token; it ends at once',
  method: 'DELETE',
  path: `${path}/{id}`,
  permission: 'api-clients.write',
  params: idParams,
  success: { status: 204 },
  errors: errorsOfOne,
})

export const provisioningTokenOperations = [
  listProvisioningTokens,
  createProvisioningToken,
  rotateProvisioningToken,
  revokeProvisioningToken,
] as const
