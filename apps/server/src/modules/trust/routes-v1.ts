import {
  createTrustResource,
  deleteTrustResource,
  listTrustResources,
  readTrustResource,
  TrustResourceType,
  type trustResourceSortKeys,
  updateTrustResource,
} from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import { newActions } from './actions.ts'
import { presentResource } from './present.ts'
import type { SortKey } from './repository.ts'
import type { TrustService } from './service.ts'

const types: readonly string[] = TrustResourceType.options

const sortKeys: Readonly<Record<(typeof trustResourceSortKeys)[number], SortKey>> = {
  resourceId: 'ACTIVITY_ID',
  type: 'TYPE',
  value: 'VALUE',
  description: 'DESCRIPTION',
  updatedAt: 'UPDATE_TIME',
  updatedByUsername: 'UPDATED_BY_PRINCIPAL_NAME',
}

/** Version 1, which knows neither actions nor sources of high value: a domain is trusted for everything. */
export const trustRoutesV1 = (service: TrustService): readonly Route[] => [
  route(listTrustResources, async ({ caller, query }) => {
    const { rows } = await service.list(caller, {
      types: query.type ? [query.type] : types,
      sortKey: sortKeys[query.srtKey ?? 'resourceId'],
      direction: query.srtDirection === 'DESC' ? 'desc' : 'asc',
      offset: (query.pgNum - 1) * query.pgSize,
      limit: query.pgSize,
    })
    return { trustResources: rows.map(presentResource) }
  }),
  route(readTrustResource, async ({ caller, params }) =>
    presentResource(await service.read(caller, Number(params.resourceId), types)),
  ),
  route(createTrustResource, async ({ caller, body: { type, value, description = null } }) => {
    const actions = newActions(type, null)
    const definition = { type, value, description, actions, isHighValueSource: false }
    return presentResource(await service.create(caller, definition))
  }),
  route(updateTrustResource, async ({ caller, params, body: { type, value, description = null } }) =>
    presentResource(await service.update(caller, Number(params.resourceId), { type, value, description }, types)),
  ),
  route(deleteTrustResource, async ({ caller, params }) => {
    await service.remove(caller, Number(params.resourceId), types)
    return undefined
  }),
]
