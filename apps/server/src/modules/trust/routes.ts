import {
  createTrustedActivity,
  deleteTrustedActivity,
  listTrustedActivities,
  readTrustedActivity,
  updateTrustedActivity,
} from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import { newActions } from './actions.ts'
import { presentActivity } from './present.ts'
import type { TrustService } from './service.ts'

/** Trusted activities, version 2. */
export const trustRoutes = (service: TrustService): readonly Route[] => [
  route(listTrustedActivities, async ({ caller, query }) => {
    const types = [...(query.type ?? []), ...(query.activity_type ?? [])]
    const page = query.page ?? query.page_num ?? 1
    const { rows, total } = await service.list(caller, {
      types: types.length > 0 ? types : null,
      sortKey: query.sort_key ?? 'ACTIVITY_ID',
      direction: query.sort_direction === 'DESC' ? 'desc' : 'asc',
      offset: (page - 1) * query.page_size,
      limit: query.page_size,
    })
    return { totalCount: total, trustedActivities: rows.map(presentActivity) }
  }),
  route(readTrustedActivity, async ({ caller, params }) =>
    presentActivity(await service.read(caller, Number(params.activity_id))),
  ),
  route(createTrustedActivity, async ({ caller, body }) => {
    const { type, value, description = null, activityActionGroups } = body
    const isHighValueSource = highValueOfNew(body.isHighValueSource)
    const actions = newActions(type, activityActionGroups)
    return presentActivity(await service.create(caller, { type, value, description, isHighValueSource, actions }))
  }),
  route(updateTrustedActivity, async ({ caller, params, body }) =>
    presentActivity(await service.update(caller, Number(params.activity_id), body)),
  ),
  route(deleteTrustedActivity, async ({ caller, params }) =>
    presentActivity(await service.remove(caller, Number(params.activity_id))),
  ),
]

/** Left out means yes (published); the SDK's null, which says that nothing was said of it, means no. */
const highValueOfNew = (given: boolean | null | undefined): boolean => (given === undefined ? true : (given ?? false))
