import {
  adoptActor,
  readActor,
  readActorFamily,
  readActorFamilyByName,
  readParentActor,
  readParentActorByName,
  releaseActor,
  searchActors,
  searchParentActors,
  updateActor,
} from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { ActorChanges } from './changes.ts'
import { type PartialDate, partsOf } from './dates.ts'
import type { ActorFamilies } from './families.ts'
import { presentActor, presentFamily } from './present.ts'
import type { Slice } from './records.ts'
import type { Actors } from './service.ts'

interface Dependencies {
  readonly actors: Actors
  readonly changes: ActorChanges
  readonly families: ActorFamilies
}

/** Actors and their families. */
export const actorRoutes = ({ actors, changes, families }: Dependencies): readonly Route[] => [
  ...[searchActors, searchParentActors].map((operation) =>
    route(operation, async ({ caller, query: { page, pageSize, ...filter } }) => {
      const slice = sliceOf(page, pageSize)
      const found = await actors.search(caller, filter, slice, operation === searchParentActors)
      return { actors: found.map(presentActor) }
    }),
  ),
  route(readActor, async ({ caller, params }) => presentActor(await actors.read(caller, params.actorId))),
  route(readParentActor, async ({ caller, params }) => presentActor(await actors.readParent(caller, params.actorId))),
  route(readActorFamily, async ({ caller, params }) => presentFamily(await actors.family(caller, params.actorId))),
  route(readParentActorByName, async ({ caller, params }) =>
    presentActor(await actors.readParentByName(caller, params.name)),
  ),
  route(readActorFamilyByName, async ({ caller, params }) =>
    presentFamily(await actors.familyByName(caller, params.name)),
  ),
  route(updateActor, async ({ caller, params, body: { notes, startDate, endDate } }) =>
    presentActor(
      await changes.update(caller, params.actorId, {
        notes,
        startDate: dateOf(startDate),
        endDate: dateOf(endDate),
      }),
    ),
  ),
  route(adoptActor, ({ caller, body }) => families.adopt(caller, body.childActorId, body.parentActorId)),
  route(releaseActor, ({ caller, params }) => families.release(caller, params.childActorId)),
]

const dateOf = (date: string | null | undefined): PartialDate | null | undefined =>
  typeof date === 'string' ? partsOf(date) : date

const largestPage = 500

/** The family's own names for pages that there are not. */
const sliceOf = (page: number, pageSize: number): Slice => {
  if (pageSize < 1) throw problem('PAGE_SIZE_TOO_SMALL', 'pageSize', 'must be at least 1')
  if (pageSize > largestPage) throw problem('PAGE_SIZE_TOO_LARGE', 'pageSize', `must be at most ${largestPage}`)
  if (page < 1) throw problem('PAGE_TOO_SMALL', 'page', 'must be at least 1')
  return { offset: (page - 1) * pageSize, limit: pageSize }
}

const problem = (name: string, field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field: `query.${field}`, reason, envelope: { problem: name } })
