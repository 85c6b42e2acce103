import { actorLimits } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit } from '../audit/index.ts'
import { type PartialDate, storedDate } from './dates.ts'
import type { ActorRecord } from './records.ts'
import type { ActorColumns, ActorRows } from './rows.ts'
import type { Actors } from './service.ts'

type GivenDate = { readonly [part in keyof PartialDate]?: number | undefined } | null | undefined

/** What may be written about an actor. Absent stays as it is, null clears. */
export interface ActorChange {
  readonly notes?: string | null | undefined
  readonly startDate?: GivenDate
  readonly endDate?: GivenDate
}

interface Dependencies {
  readonly store: ControlStore
  readonly actors: Actors
  readonly rows: ActorRows
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
}

export type ActorChanges = ReturnType<typeof createActorChanges>

const writable = ['notes', 'startDate', 'endDate'] as const satisfies readonly (keyof ActorChange)[]

/** Notes and dates of actors. */
export const createActorChanges = ({ store, actors, rows, audit, clock }: Dependencies) => {
  const update = async (caller: Caller, id: string, change: ActorChange): Promise<ActorRecord> => {
    const actor = await actors.changeable(caller, id)
    const columns = columnsOf(change)
    const at = clock().toISOString()
    await store.transaction(async (db) => {
      await rows.lock(db, actor.tenant_id, [actor.id], at)
      await rows.write(db, actor.id, columns, at)
    })
    audit.record({ type: 'actor_updated', actor: caller, details: { actorId: actor.id, fields: Object.keys(columns) } })
    return actors.changeable(caller, id)
  }

  return {
    update,
    /** Writes the fields that the mask names, clearing those that the change lacks; all of the change without a mask. */
    updateMasked: (caller: Caller, id: string, mask: readonly string[] | undefined, change: ActorChange) =>
      update(caller, id, masked(mask, change)),
  }
}

const masked = (mask: readonly string[] | undefined, change: ActorChange): ActorChange => {
  if (!mask?.length) return change
  const unknown = mask.find((path) => !writable.some((name) => name === path))
  if (unknown !== undefined)
    throw refused('query.paths', `${unknown.slice(0, 100)} is not one of ${writable.join(', ')}`)
  const named = writable.filter((name) => mask.includes(name))
  return Object.fromEntries(named.map((name) => [name, change[name] ?? null]))
}

const columnsOf = ({ notes, startDate, endDate }: ActorChange): ActorColumns => ({
  ...(notes !== undefined && { notes: storedNotes(notes) }),
  ...(startDate !== undefined && { start_date: startDate && storedDate('body.startDate', startDate) }),
  ...(endDate !== undefined && { end_date: endDate && storedDate('body.endDate', endDate) }),
})

/** Nothing is written as nothing. */
const storedNotes = (notes: string | null): string | null => {
  if (notes === null || notes === '') return null
  if (notes.length > actorLimits.notes) throw refused('body.notes', `has more than ${actorLimits.notes} characters`)
  return notes
}

const refused = (field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field, reason })
