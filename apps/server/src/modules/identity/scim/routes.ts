import {
  scimBulk,
  scimConfiguration,
  scimGroups,
  scimResourceType,
  scimResourceTypes,
  scimSchema,
  scimSchemas,
  scimUsers,
} from '@spillway/contract'
import { json, type Route, route } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import { createBulk } from './bulk.ts'
import { configuration, resourceTypes, schemas } from './documents.ts'
import type { ScimGroups } from './groups.ts'
import type { Resource } from './patch.ts'
import { type Selection, selected, wants } from './selection.ts'
import { locationOf, urn } from './urns.ts'
import type { ScimListQuery, ScimUsers } from './users.ts'

interface Dependencies {
  readonly users: ScimUsers
  readonly groups: ScimGroups
}

export const scimRoutes = ({ users, groups }: Dependencies): readonly Route[] => {
  const bulk = createBulk({ users, groups })
  return [
    ...documentRoutes(),
    ...userRoutes(users),
    ...groupRoutes(groups),
    route(scimBulk, ({ caller, body }) => bulk(caller, body.Operations, body.failOnErrors)),
  ]
}

const documentRoutes = (): Route[] => [
  route(scimConfiguration, () => configuration),
  route(scimResourceTypes, () => listOf(resourceTypes, resourceTypes.length, 1)),
  route(scimResourceType, ({ params }) => named(resourceTypes, params.id)),
  route(scimSchemas, () => listOf(schemas, schemas.length, 1)),
  route(scimSchema, ({ params }) => named(schemas, params.id)),
]

const named = <Document extends Resource>(documents: readonly Document[], id: string): Document => {
  const found = documents.find((one) => String(one.id).toLowerCase() === id.toLowerCase())
  if (found) return found
  throw new SpillwayError('NOT_FOUND', { reason: `${id.slice(0, 100)} was not found` })
}

const userRoutes = (users: ScimUsers): Route[] => [
  route(scimUsers.list, async ({ caller, query }) => pageOf(await users.list(caller, query), query)),
  route(scimUsers.create, async ({ caller, body }) => created('Users', await users.create(caller, body))),
  route(scimUsers.read, async ({ caller, params, query }) => selected(await users.read(caller, params.id), query)),
  route(scimUsers.replace, async ({ caller, params, body }) => whole(await users.replace(caller, params.id, body))),
  route(scimUsers.patch, async ({ caller, params, body }) =>
    whole(await users.patch(caller, params.id, body.Operations)),
  ),
  route(scimUsers.remove, async ({ caller, params }) => {
    await users.remove(caller, params.id)
    return undefined
  }),
]

const groupRoutes = (groups: ScimGroups): Route[] => [
  route(scimGroups.list, async ({ caller, query }) =>
    pageOf(await groups.list(caller, query, wants(query, 'members')), query),
  ),
  route(scimGroups.create, async ({ caller, body }) => created('Groups', await groups.create(caller, body))),
  route(scimGroups.read, async ({ caller, params, query }) =>
    selected(await groups.read(caller, params.id, wants(query, 'members')), query),
  ),
  route(scimGroups.replace, async ({ caller, params, body }) => whole(await groups.replace(caller, params.id, body))),
  route(scimGroups.patch, async ({ caller, params, body }) => {
    await groups.patch(caller, params.id, body.Operations)
    return undefined
  }),
  route(scimGroups.remove, async ({ caller, params }) => {
    await groups.remove(caller, params.id)
    return undefined
  }),
]

const created = (type: 'Users' | 'Groups', resource: Resource) =>
  json(resource, { status: 201, headers: { location: locationOf(type, String(resource.id)) } })

const whole = (resource: Resource) => selected(resource, {})

const pageOf = (
  { totalResults, resources }: { readonly totalResults: number; readonly resources: readonly Resource[] },
  query: ScimListQuery & Selection,
) =>
  listOf(
    resources.map((resource) => selected(resource, query)),
    totalResults,
    Math.max(1, query.startIndex),
  )

const listOf = <One extends Resource & { schemas: string[] }>(
  resources: readonly One[],
  totalResults: number,
  startIndex: number,
) => ({
  schemas: [urn.list as string],
  totalResults,
  startIndex,
  itemsPerPage: resources.length,
  Resources: [...resources],
})
