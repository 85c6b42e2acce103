import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import { operation } from '../operation.ts'
import { allPermissions } from '../permissions.ts'
import { own, pageAfterId } from './own.ts'

const permissionSchema = z.enum(allPermissions)
const nameSchema = z.string().trim().min(1).max(120)
const descriptionSchema = z.string().max(1000)
const permissionsSchema = z.array(permissionSchema).max(allPermissions.length)

const apiClientSchema = z.object({
  /** `key-<uuid>` */
  id: z.string(),
  name: z.string(),
  description: z.string(),
  permissions: z.array(permissionSchema),
  disabled: z.boolean(),
  /** Organization beyond which the client reaches nothing; null for the whole tenant. */
  orgUid: z.string().nullable(),
  createdAt: z.iso.datetime(),
  modifiedAt: z.iso.datetime(),
  /** Last time the secret bought a token, to the minute; null while it never did. */
  lastUsedAt: z.iso.datetime().nullable(),
})

/** Shown once: the server keeps only a hash of the secret. */
const apiClientWithSecretSchema = apiClientSchema.extend({ secret: z.string() })

const idParams = z.object({ id: z.string() })
const readErrors = ['UNAUTHENTICATED', 'FORBIDDEN', 'STORE_UNAVAILABLE'] as const satisfies readonly ErrorCode[]
const writeErrors = ['MALFORMED_REQUEST', ...readErrors] as const
const changeErrors = [...writeErrors, 'NOT_FOUND'] as const

const shared = {
  family: 'api-clients',
  authentication: 'bearer',
  ...own,
} as const

export const listApiClients = operation({
  ...shared,
  id: 'api-clients.list',
  summary: 'List API clients in order of their id',
  method: 'GET',
  path: '/v1/spillway/api-clients',
  permission: 'api-clients.read',
  query: pageAfterId,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ apiClients: z.array(apiClientSchema), next: z.string().nullable() }),
  },
  errors: writeErrors,
})

export const createApiClient = operation({
  ...shared,
  id: 'api-clients.create',
  summary: 'Create an API client; the secret is shown once. Grants no permission the caller lacks',
  method: 'POST',
  path: '/v1/spillway/api-clients',
  permission: 'api-clients.write',
  body: z.strictObject({
    name: nameSchema,
    description: descriptionSchema.default(''),
    permissions: permissionsSchema,
    orgUid: z
      .string()
      .max(100)
      .nullable()
      .default(null)
      .describe('Organization that bounds the client with those under it; such a client reads no events'),
  }),
  success: { status: 201, type: 'application/json', schema: apiClientWithSecretSchema },
  errors: writeErrors,
})

export const updateApiClient = operation({
  ...shared,
  id: 'api-clients.update',
  summary: 'Change name, description or permissions; tokens in use follow at once',
  method: 'PATCH',
  path: '/v1/spillway/api-clients/{id}',
  permission: 'api-clients.write',
  params: idParams,
  body: z.strictObject({
    name: nameSchema.optional(),
    description: descriptionSchema.optional(),
    permissions: permissionsSchema.optional(),
  }),
  success: { status: 200, type: 'application/json', schema: apiClientSchema },
  errors: changeErrors,
})

export const rotateApiClientSecret = operation({
  ...shared,
  id: 'api-clients.rotate-secret',
  summary: 'Replace the secret; the old one and every token bought with it end at once',
  method: 'POST',
  path: '/v1/spillway/api-clients/{id}/rotate-secret',
  permission: 'api-clients.write',
  params: idParams,
  success: { status: 200, type: 'application/json', schema: apiClientWithSecretSchema },
  errors: changeErrors,
})

export const disableApiClient = operation({
  ...shared,
  id: 'api-clients.disable',
  summary: 'Disable an API client; its tokens end at once',
  method: 'POST',
  path: '/v1/spillway/api-clients/{id}/disable',
  permission: 'api-clients.write',
  params: idParams,
  success: { status: 200, type: 'application/json', schema: apiClientSchema },
  errors: changeErrors,
})

export const enableApiClient = operation({
  ...shared,
  id: 'api-clients.enable',
  summary: 'Let a disabled API client buy tokens again',
  method: 'POST',
  path: '/v1/spillway/api-clients/{id}/enable',
  permission: 'api-clients.write',
  params: idParams,
  success: { status: 200, type: 'application/json', schema: apiClientSchema },
  errors: changeErrors,
})

export const apiClientOperations = [
  listApiClients,
  createApiClient,
  updateApiClient,
  rotateApiClientSecret,
  disableApiClient,
  enableApiClient,
] as const
