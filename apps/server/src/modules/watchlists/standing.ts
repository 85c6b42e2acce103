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

/** All reasons that ever touched one person. */
export interface History {
  /** By name, by department or by directory group. */
  readonly inclusions: readonly Reason[]
  /** Outweigh every inclusion. */
  readonly exclusions: readonly Reason[]
}

export const emptyHistory: History = { inclusions: [], exclusions: [] }

/** Lists the person was on at an instant (milliseconds since 1970), each once. */
export const marksAt = ({ inclusions, exclusions }: History, instant: number): readonly Mark[] => {
  const marks = new Map<string, Mark>()
  for (const reason of inclusions) if (covers(reason, instant)) marks.set(reason.mark.watchlistId, reason.mark)
  if (marks.size > 0)
    for (const reason of exclusions) if (covers(reason, instant)) marks.delete(reason.mark.watchlistId)
  return [...marks.values()]
}
