import { z } from 'zod'
import { operation } from '../operation.ts'
import { firstOf } from './coercion.ts'
import { errors, errorsOfOne } from './errors.ts'

/** Bounds of SCIM requests, told to clients by the service provider configuration. */
export const scimLimits = { page: 1000, groupsWithMembers: 20, bulkOperations: 1000, bulkBytes: 1_048_576 } as const

const resource = z.looseObject({ schemas: z.array(z.string()), id: z.string().optional() })

const page = z.looseObject({
  schemas: z.array(z.string()),
  totalResults: z.int(),
  startIndex: z.int(),
  itemsPerPage: z.int(),
  Resources: z.array(resource),
})

const whole = firstOf(
  z.coerce
    .number()
    .int()
    .transform((value) => Math.min(value, 1_000_000_000)),
)
const names = firstOf(z.string().max(4000)).optional()

const shape = { attributes: names, excludedAttributes: names }
const listQuery = z.object({
  filter: firstOf(z.string().max(4000)).optional(),
  startIndex: whole.default(1).describe('From 1; what is lower counts as 1'),
  count: whole.optional().describe('Resources a page; 0 asks for the total alone'),
  ...shape,
})
const oneQuery = z.object(shape)
const idParams = z.object({ id: z.string() })

/** Identity providers send more than a provider keeps; what is not kept is passed over. */
const body = z.record(z.string(), z.unknown())

const patchBody = z.looseObject({
  schemas: z.array(z.string()).optional(),
  Operations: z.array(z.looseObject({ op: z.string(), path: z.string().max(1000).optional() })).max(1000),
})

const bulkBody = z.looseObject({
  failOnErrors: z.int().min(0).optional(),
  Operations: z
    .array(
      z.looseObject({
        method: z.string(),
        path: z.string().max(1000),
        bulkId: z.string().max(255).optional(),
        data: body.optional(),
      }),
    )
    .max(scimLimits.bulkOperations),
})

const shared = {
  family: 'scim',
  authentication: 'bearer',
  permission: 'directory.provision',
  errorShape: 'scim',
  lifecycle: { added: '2026-01-01' },
  source: 'own',
} as const

const mediaType = 'application/scim+json'
const answers = <Status extends 200 | 201, Schema extends z.ZodType>(status: Status, schema: Schema) =>
  ({ status, type: 'application/json', mediaType, schema }) as const

const createErrors = [...errors, 'CONFLICT'] as const
const changeErrors = [...errorsOfOne, 'CONFLICT'] as const

const documents = (id: string, path: string, summary: string) =>
  operation({
    ...shared,
    id: `scim.${id}`,
    summary,
    method: 'GET',
    path: `/scim/v2/${path}`,
    success: answers(200, z.looseObject({ schemas: z.array(z.string()) })),
    errors,
  })

const oneDocument = (id: string, path: string, summary: string) =>
  operation({
    ...shared,
    id: `scim.${id}`,
    summary,
    method: 'GET',
    path: `/scim/v2/${path}/{id}`,
    params: idParams,
    success: answers(200, z.looseObject({ schemas: z.array(z.string()) })),
    errors: errorsOfOne,
  })

export const scimConfiguration = documents(
  'configuration',
  'ServiceProviderConfig',
  'What this SCIM service can do (RFC 7643 section 5)',
)
export const scimResourceTypes = documents('resource-types', 'ResourceTypes', 'List the types of SCIM resources')
export const scimResourceType = oneDocument('resource-type', 'ResourceTypes', 'Read a type of SCIM resources')
export const scimSchemas = documents('schemas', 'Schemas', 'List the SCIM schemas')
export const scimSchema = oneDocument('schema', 'Schemas', 'Read a SCIM schema by its URN')

/** The six operations of one type of resource. */
const operationsOf = (name: 'users' | 'groups', path: string, one: string) => ({
  list: operation({
    ...shared,
    id: `scim.${name}.list`,
    summary: `List ${name}; filters by equality are compiled to SQL, others refused with \`invalidFilter\``,
    method: 'GET',
    path: `/scim/v2/${path}`,
    query: listQuery,
    success: answers(200, page),
    errors,
  }),
  create: operation({
    ...shared,
    id: `scim.${name}.create`,
    summary: `Create a ${one}`,
    method: 'POST',
    path: `/scim/v2/${path}`,
    body,
    success: answers(201, resource),
    errors: createErrors,
  }),
  read: operation({
    ...shared,
    id: `scim.${name}.read`,
    summary: `Read a ${one}`,
    method: 'GET',
    path: `/scim/v2/${path}/{id}`,
    params: idParams,
    query: oneQuery,
    success: answers(200, resource),
    errors: errorsOfOne,
  }),
  replace: operation({
    ...shared,
    id: `scim.${name}.replace`,
    summary: `Replace a ${one}; what is left out is cleared`,
    method: 'PUT',
    path: `/scim/v2/${path}/{id}`,
    params: idParams,
    body,
    success: answers(200, resource),
    errors: changeErrors,
  }),
  patch: operation({
    ...shared,
    id: `scim.${name}.patch`,
    summary: `Change a ${one} by operations, in the dialects of RFC 7644, Entra ID and Okta`,
    method: 'PATCH',
    path: `/scim/v2/${path}/{id}`,
    params: idParams,
    body: patchBody,
    // A group may have more members than anybody wants to read back after each change.
    success: name === 'users' ? answers(200, resource) : { status: 204 },
    errors: changeErrors,
  }),
  remove: operation({
    ...shared,
    id: `scim.${name}.remove`,
    summary:
      name === 'users' ? 'Deactivate a user; tokens end at once, machines go along' : 'Remove a group; its users stay',
    method: 'DELETE',
    path: `/scim/v2/${path}/{id}`,
    params: idParams,
    success: { status: 204 },
    errors: errorsOfOne,
  }),
})

export const scimUsers = operationsOf('users', 'Users', 'user')
export const scimGroups = operationsOf('groups', 'Groups', 'group')

export const scimBulk = operation({
  ...shared,
  id: 'scim.bulk',
  summary: 'Carry several operations out in order, each by itself; `bulkId` names what an earlier one made',
  method: 'POST',
  path: '/scim/v2/Bulk',
  body: bulkBody,
  success: answers(200, z.looseObject({ schemas: z.array(z.string()), Operations: z.array(z.looseObject({})) })),
  errors,
})

export const scimOperations = [
  scimConfiguration,
  scimResourceTypes,
  scimResourceType,
  scimSchemas,
  scimSchema,
  ...Object.values(scimUsers),
  ...Object.values(scimGroups),
  scimBulk,
] as const
