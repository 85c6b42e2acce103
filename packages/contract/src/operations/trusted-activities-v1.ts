import { z } from 'zod'
import { operation } from '../operation.ts'
import { anyCase, firstOf, pageNumber, pageSize } from './coercion.ts'
import { errors, errorsOfOne } from './errors.ts'

/** The types that version 1 knows. */
const types = ['DOMAIN', 'SLACK', 'URL_PATH'] as const
export const TrustResourceType = z.enum(types)

export const TrustResource = z.object({
  resourceId: z.int(),
  type: TrustResourceType,
  value: z.string(),
  description: z.string().nullable(),
  updatedAt: z.iso.datetime(),
  updatedByUserUid: z.string(),
  updatedByUsername: z.string(),
})
export type TrustResource = z.infer<typeof TrustResource>

const definition = z.object({
  type: TrustResourceType,
  value: z.string(),
  description: z.string().nullish().describe('At most 250 characters'),
})

const replacedBy = (successor: string) =>
  ({ added: '2021-10-13', deprecated: '2022-02-18', sunset: '2023-02-15', replacedBy: successor }) as const

/** py42 and code42cli reach it under the console's prefix. */
const at = (rest: string, successor: string) =>
  ({
    path: `/v1/trusted-activities${rest}`,
    alternatePaths: [{ path: `/api/v1/trusted-activities${rest}`, lifecycle: replacedBy(successor), source: 'client' }],
    lifecycle: replacedBy(successor),
  }) as const

const shared = {
  family: 'trusted-activities',
  authentication: 'bearer',
  errorShape: 'console-command',
  source: 'published',
} as const

const params = z.object({ resourceId: z.string().regex(/^\d{1,18}$/, 'is not a number') })
const success = { status: 200, type: 'application/json', schema: TrustResource } as const

export const trustResourceSortKeys = [
  'resourceId',
  'type',
  'value',
  'description',
  'updatedAt',
  'updatedByUsername',
] as const

export const listTrustResources = operation({
  ...shared,
  ...at('', 'trusted-activities.list'),
  id: 'trusted-activities.list.v1',
  summary: 'List trusted domains, workspaces and paths',
  method: 'GET',
  permission: 'trusted-activities.read',
  query: z.object({
    type: firstOf(anyCase(types).optional()),
    pgNum: firstOf(pageNumber),
    pgSize: firstOf(pageSize(100, 10_000)),
    srtKey: firstOf(anyCase(trustResourceSortKeys).optional()).describe('Names: inferred'),
    srtDirection: firstOf(anyCase(['ASC', 'DESC']).optional()),
  }),
  success: { status: 200, type: 'application/json', schema: z.object({ trustResources: z.array(TrustResource) }) },
  errors,
})

export const readTrustResource = operation({
  ...shared,
  ...at('/{resourceId}', 'trusted-activities.read'),
  id: 'trusted-activities.read.v1',
  summary: 'Read a trusted domain, workspace or path',
  method: 'GET',
  permission: 'trusted-activities.read',
  params,
  success,
  errors: errorsOfOne,
})

export const createTrustResource = operation({
  ...shared,
  ...at('', 'trusted-activities.create'),
  id: 'trusted-activities.create.v1',
  summary: 'Trust a domain, workspace or path for everything',
  method: 'POST',
  permission: 'trusted-activities.write',
  body: definition,
  success,
  errors: [...errors, 'CONFLICT'],
})

export const updateTrustResource = operation({
  ...shared,
  ...at('/{resourceId}', 'trusted-activities.update'),
  id: 'trusted-activities.update.v1',
  summary: 'Replace value and description of a trusted domain, workspace or path',
  method: 'PUT',
  permission: 'trusted-activities.write',
  params,
  body: definition,
  success,
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const deleteTrustResource = operation({
  ...shared,
  ...at('/{resourceId}', 'trusted-activities.delete'),
  id: 'trusted-activities.delete.v1',
  summary: 'Trust a domain, workspace or path no longer',
  method: 'DELETE',
  permission: 'trusted-activities.write',
  params,
  success: { status: 204 },
  errors: errorsOfOne,
})

export const trustedActivitiesV1Operations = [
  listTrustResources,
  readTrustResource,
  createTrustResource,
  updateTrustResource,
  deleteTrustResource,
] as const
