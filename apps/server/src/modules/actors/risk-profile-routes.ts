import {
  addCloudAliases,
  deleteCloudAliases,
  listActorRiskProfiles,
  listUserRiskProfiles,
  readActorRiskProfile,
  readUserRiskProfile,
  updateActorRiskProfile,
  updateUserRiskProfile,
} from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import type { ActorAliases } from './aliases.ts'
import type { ActorChanges } from './changes.ts'
import type { ActorFilter } from './conditions.ts'
import { presentActorProfile, presentUserProfile } from './present.ts'
import type { Slice } from './records.ts'
import type { Actors } from './service.ts'

interface Dependencies {
  readonly actors: Actors
  readonly changes: ActorChanges
  readonly aliases: ActorAliases
}

/** Risk profiles in both generations: views of actors. */
export const riskProfileRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...userProfileRoutes(dependencies),
  ...actorProfileRoutes(dependencies),
]

const userProfileRoutes = ({ actors, changes, aliases }: Dependencies): readonly Route[] => [
  route(listUserRiskProfiles, async ({ caller, query }) => {
    // Users are deactivated and never deleted, and none is a vendor's.
    if (query.deleted || query.support_user) return { userRiskProfiles: [], totalCount: 0 }
    const { actors: found, totalCount } = await actors.list(caller, filterOf(query), sliceOf(query), 'users')
    return { userRiskProfiles: found.map(presentUserProfile), totalCount }
  }),
  route(readUserRiskProfile, async ({ caller, params }) =>
    presentUserProfile(await actors.read(caller, params.user_id)),
  ),
  route(updateUserRiskProfile, async ({ caller, params, query, body }) =>
    presentUserProfile(await changes.updateMasked(caller, params.user_id, query.paths, body)),
  ),
  route(addCloudAliases, async ({ caller, params, body }) =>
    presentUserProfile(await aliases.add(caller, params.user_id, body.cloudAliases)),
  ),
  route(deleteCloudAliases, async ({ caller, params, body }) =>
    presentUserProfile(await aliases.remove(caller, params.user_id, body.cloudAliases)),
  ),
]

const actorProfileRoutes = ({ actors, changes }: Dependencies): readonly Route[] => [
  route(listActorRiskProfiles, async ({ caller, query }) => {
    const { actors: found, totalCount } = await actors.list(caller, filterOf(query), sliceOf(query), 'everybody')
    return { actorRiskProfiles: found.map(presentActorProfile), totalCount }
  }),
  route(readActorRiskProfile, async ({ caller, params }) =>
    presentActorProfile(await actors.read(caller, params.actor_id)),
  ),
  route(updateActorRiskProfile, async ({ caller, params, query, body }) =>
    presentActorProfile(await changes.updateMasked(caller, params.actor_id, query.paths, body)),
  ),
]

interface ProfileQuery {
  readonly page: number
  readonly page_size?: number | undefined
  readonly pageSize?: number | undefined
  readonly manager_id?: string | undefined
  readonly title?: string | undefined
  readonly division?: string | undefined
  readonly department?: string | undefined
  readonly employment_type?: string | undefined
  readonly country?: string | undefined
  readonly region?: string | undefined
  readonly locality?: string | undefined
  readonly active?: boolean | undefined
}

const filterOf = (query: ProfileQuery): ActorFilter => {
  const { title, division, department, country, region, locality, active } = query
  const directory = { title, division, department, country, region, locality, active }
  return { ...directory, managerId: query.manager_id, employmentType: query.employment_type }
}

const sliceOf = ({ page, page_size, pageSize }: ProfileQuery): Slice => {
  const limit = page_size ?? pageSize ?? 100
  return { offset: (page - 1) * limit, limit }
}
