import type { Caller } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import { type Reach, reachOf } from '../identity/index.ts'
import type { ActorFilter, NameFilter } from './conditions.ts'
import type { ActorLookup } from './lookup.ts'
import type { ActorRecord, ActorRepository, Slice } from './repository.ts'

interface Dependencies {
  readonly repository: ActorRepository
  readonly lookup: ActorLookup
}

/** An actor that adopted others, and these. */
export interface Family {
  readonly parent: ActorRecord
  readonly children: readonly ActorRecord[]
}

export type Actors = ReturnType<typeof createActors>

/** Actors within the reach of the caller. */
export const createActors = ({ repository, lookup }: Dependencies) => {
  const find = async (reach: Reach, id: string): Promise<ActorRecord> => {
    const actor = await repository.find(reach, id)
    if (!actor) throw actorNotFound()
    return actor
  }

  /** A parent beyond the reach is as if it were not there. */
  const parentOf = async (reach: Reach, actor: ActorRecord): Promise<ActorRecord | undefined> =>
    actor.parent_id === null ? actor : repository.find(reach, actor.parent_id)

  const familyOf = async (reach: Reach, actor: ActorRecord): Promise<Family> => {
    const parent = await parentOf(reach, actor)
    if (!parent) return { parent: actor, children: [] }
    return { parent, children: await repository.children(reach, parent.id) }
  }

  const named = async (reach: Reach, name: string): Promise<ActorRecord> => {
    const [one, ...others] = await lookup.byName(name)
    if (!one) throw actorNotFound()
    if (others.length > 0)
      throw new SpillwayError('CONFLICT', {
        field: 'path.name',
        reason: 'Several actors of different families bear the name; let one of them adopt the others',
      })
    return find(reach, one.actorId)
  }

  const reading = (caller: Caller): Reach => reachOf(caller, 'actors.read')
  return {
    read: (caller: Caller, id: string) => find(reading(caller), id),

    async readParent(caller: Caller, id: string): Promise<ActorRecord> {
      const actor = await find(reading(caller), id)
      return (await parentOf(reading(caller), actor)) ?? actor
    },

    family: async (caller: Caller, id: string) => familyOf(reading(caller), await find(reading(caller), id)),

    async readParentByName(caller: Caller, name: string): Promise<ActorRecord> {
      const actor = await named(reading(caller), name)
      return (await parentOf(reading(caller), actor)) ?? actor
    },

    familyByName: async (caller: Caller, name: string) => familyOf(reading(caller), await named(reading(caller), name)),

    search: (caller: Caller, filter: NameFilter, slice: Slice, preferParents: boolean) =>
      preferParents
        ? repository.parentPage(reading(caller), filter, slice)
        : repository.page(reading(caller), filter, slice),

    async list(caller: Caller, filter: ActorFilter, slice: Slice) {
      const actors = await repository.page(reading(caller), filter, slice)
      return { actors, totalCount: await repository.count(reading(caller), filter) }
    },

    /** An actor that the caller may change. */
    changeable: (caller: Caller, id: string) => find(reachOf(caller, 'actors.write'), id),
  }
}

export const actorNotFound = (): SpillwayError => new SpillwayError('NOT_FOUND', { reason: 'Actor not found' })
