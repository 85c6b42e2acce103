import type { WatchlistType } from '@spillway/contract'
import { covers, type Stretch } from './stretch.ts'

/** A list that somebody is on, as detection needs it. */
export interface Mark {
  readonly watchlistId: string
  readonly listType: WatchlistType
  /** Of custom lists alone. */
  readonly title: string | null
}

/** One reason for which somebody is, or is not, on a list for a time. */
export interface Reason extends Stretch {
  readonly mark: Mark
}

/** A department or directory group that somebody was in for a time. */
export interface Place extends Stretch {
  readonly kind: 'department' | 'group'
  readonly id: string
  /** Null of a group that the directory gave up. */
  readonly name: string | null
}

/** All reasons that ever touched one person, and all places. */
export interface History {
  /** By name, by department or by directory group. */
  readonly inclusions: readonly Reason[]
  /** Outweigh every inclusion. */
  readonly exclusions: readonly Reason[]
  readonly places: readonly Place[]
}

export const emptyHistory: History = { inclusions: [], exclusions: [], places: [] }

/** Lists the person was on at an instant (milliseconds since 1970), each once. */
export const marksAt = ({ inclusions, exclusions }: History, instant: number): readonly Mark[] => {
  const marks = new Map<string, Mark>()
  for (const reason of inclusions) if (covers(reason, instant)) marks.set(reason.mark.watchlistId, reason.mark)
  if (marks.size > 0)
    for (const reason of exclusions) if (covers(reason, instant)) marks.delete(reason.mark.watchlistId)
  return [...marks.values()]
}

/** Where a directory says the person was at an instant. */
export interface Whereabouts {
  readonly department: string | null
  readonly groups: readonly { readonly id: string; readonly displayName: string | null }[]
}

/** Where the person was at an instant (milliseconds since 1970). */
export const whereaboutsAt = ({ places }: History, instant: number): Whereabouts => {
  let department: string | null = null
  const groups: { readonly id: string; readonly displayName: string | null }[] = []
  for (const place of places) {
    if (!covers(place, instant)) continue
    if (place.kind === 'department') department = place.name
    else groups.push({ id: place.id, displayName: place.name })
  }
  return { department, groups }
}

/**
 * Since when (milliseconds since 1970) the person has been on a list without a break, by whatever reasons; null for
 * whoever is not on it at the instant.
 */
export const memberSince = (history: History, watchlistId: string, instant: number): number | null => {
  const ofList = ({ mark }: Reason) => mark.watchlistId === watchlistId
  const inclusions = history.inclusions.filter(ofList)
  const exclusions = history.exclusions.filter(ofList)
  const turns = [...inclusions, ...exclusions].flatMap(({ from, to }) => [from, to]).filter((turn) => turn <= instant)
  let since: number | null = null
  for (const turn of turns.toSorted((left, right) => left - right))
    since = marksAt({ ...history, inclusions, exclusions }, turn).length === 0 ? null : (since ?? turn)
  return since
}
