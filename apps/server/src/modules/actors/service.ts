import type { Caller } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import { type Reach, reachOf, usernameKey } from '../identity/index.ts'
import type { CloudActors } from './cloud-actors.ts'
import { type ActorFilter, type NameFilter, wantsUsersOnly } from './conditions.ts'
import type { ActorLookup } from './lookup.ts'
import type { ActorRecord, Slice } from './records.ts'
import type { ActorRepository } from './repository.ts'

interface Dependencies {
  readonly repository: ActorRepository
  readonly cloud: CloudActors
  readonly lookup: ActorLookup
}

/** An actor that adopted others, and these. */
export interface Family {
  readonly parent: ActorRecord
  readonly children: readonly ActorRecord[]
}

export type Actors = ReturnType<typeof createActors>

/** Actors within the reach of the caller. */
export const createActors = ({ repository, cloud, lookup }: Dependencies) => {
  const lookFor = async (reach: Reach, id: string): Promise<ActorRecord | undefined> =>
    (await repository.find(reach, id)) ?? cloud.find(reach, id)

  const find = async (reach: Reach, id: string): Promise<ActorRecord> => {
    const actor = await lookFor(reach, id)
    if (!actor) throw actorNotFound()
    return actor
  }

  /** A parent beyond the reach is as if it were not there. */
  const parentOf = async (reach: Reach, actor: ActorRecord): Promise<ActorRecord | undefined> =>
    actor.parent_id === null ? actor : lookFor(reach, actor.parent_id)

  const familyOf = async (reach: Reach, actor: ActorRecord): Promise<Family> => {
    const parent = await parentOf(reach, actor)
    if (!parent) return { parent: actor, children: [] }
    const users = await repository.children(reach, parent.id)
    const names = [parent, ...users].flatMap(({ name, aliases }) => [name, ...aliases].map(usernameKey))
    return { parent, children: [...users, ...(await cloud.children(reach, parent.id, names))] }
  }

  /** A page of users, and of cloud accounts after the last of them. */
  const pageOf = async (
    { offset, limit }: Slice,
    users: (slice: Slice) => Promise<ActorRecord[]>,
    userCount: () => Promise<number>,
    accounts: (slice: Slice) => Promise<ActorRecord[]>,
  ): Promise<ActorRecord[]> => {
    const found = await users({ offset, limit })
    if (found.length === limit) return found
    const before = found.length > 0 ? offset + found.length : await userCount()
    return [...found, ...(await accounts({ offset: Math.max(0, offset - before), limit: limit - found.length }))]
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

    search(caller: Caller, filter: NameFilter, slice: Slice, preferParents: boolean): Promise<ActorRecord[]> {
      const reach = reading(caller)
      const [users, count, accounts] = preferParents
        ? [repository.parentPage, repository.parentCount, cloud.roots]
        : [repository.page, repository.count, cloud.page]
      return pageOf(
        slice,
        (part) => users(reach, filter, part),
        () => count(reach, filter),
        (part) => accounts(reach, filter, part),
      )
    },

    /** Actors of users alone, as the older generation of profiles has them, or of everybody. */
    async list(caller: Caller, filter: ActorFilter, slice: Slice, whose: 'users' | 'everybody') {
      const reach = reading(caller)
      const userCount = await repository.count(reach, filter)
      const users = (part: Slice) => repository.page(reach, filter, part)
      if (whose === 'users' || wantsUsersOnly(filter)) return { actors: await users(slice), totalCount: userCount }
      const accounts = (part: Slice) => cloud.page(reach, filter, part)
      const actors = await pageOf(slice, users, async () => userCount, accounts)
      return { actors, totalCount: userCount + (await cloud.count(reach, filter)) }
    },

    /** An actor that the caller may change. */
    changeable: (caller: Caller, id: string) => find(reachOf(caller, 'actors.write'), id),
  }
}

export const actorNotFound = (): SpillwayError => new SpillwayError('NOT_FOUND', { reason: 'Actor not found' })
