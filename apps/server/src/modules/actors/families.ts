import type { ControlStore } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit } from '../audit/index.ts'
import type { ActorRows, LockedActor } from './rows.ts'
import type { Actors } from './service.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly actors: Actors
  readonly rows: ActorRows
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
}

/** A family as adoption answers it. */
export interface Adoption {
  readonly parentActorId: string
  readonly childActorIds: string[]
}

export type ActorFamilies = ReturnType<typeof createActorFamilies>

/** Adoption: a family is one parent and its children, never deeper. */
export const createActorFamilies = ({ store, actors, rows, audit, clock }: Dependencies) => ({
  /** Puts an actor under a parent together with those it had adopted. Within one family nothing changes. */
  async adopt(caller: Caller, childId: string, parentId: string): Promise<Adoption> {
    const [child, parent] = [await actors.changeable(caller, childId), await actors.changeable(caller, parentId)]
    if (child.id === parent.id) throw refused('body.parentActorId', 'An actor cannot adopt itself')
    if (parent.isCloudAccount && !child.isCloudAccount)
      throw refused('body.parentActorId', 'An account of a cloud service cannot adopt a user; the user can adopt it')
    const at = clock().toISOString()
    const { isNew, family } = await store.transaction(async (db) => {
      const locked = await rows.lock(db, child.tenant_id, [child.id, parent.id], at)
      const [childRow, parentRow] = [rowOf(locked, child.id), rowOf(locked, parent.id)]
      const root = parentRow.parent_id ?? parentRow.id
      const isNew = (childRow.parent_id ?? childRow.id) !== root
      if (isNew && parentRow.parent_id !== null)
        throw refused('body.parentActorId', 'The actor was adopted itself; its parent can adopt')
      if (isNew) await rows.setParent(db, child.id, root, at)
      return { isNew, family: { parentActorId: root, childActorIds: await rows.childIds(db, root) } }
    })
    if (isNew)
      audit.record({ type: 'actor_adopted', actor: caller, details: { actorId: child.id, parentActorId: parent.id } })
    return family
  },

  /** Takes a child out of its family; answers what is left of that. */
  async release(caller: Caller, childId: string): Promise<Adoption> {
    const child = await actors.changeable(caller, childId)
    const at = clock().toISOString()
    const family = await store.transaction(async (db) => {
      const { parent_id } = rowOf(await rows.lock(db, child.tenant_id, [child.id], at), child.id)
      if (parent_id === null) throw refused('path.childActorId', 'The actor has no parent')
      await rows.clearParent(db, child.id, at)
      return { parentActorId: parent_id, childActorIds: await rows.childIds(db, parent_id) }
    })
    audit.record({
      type: 'actor_released',
      actor: caller,
      details: { actorId: child.id, parentActorId: family.parentActorId },
    })
    return family
  },
})

const rowOf = (rows: ReadonlyMap<string, LockedActor>, id: string): LockedActor => {
  const row = rows.get(id)
  if (!row) throw new Error('A row that was just made is not there')
  return row
}

const refused = (field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field, reason })
