import type { HistoryExtent, HistoryRange } from '@spillway/event-store'

/** A stretch of a range that is read at once. */
export interface Slice extends HistoryRange {
  readonly events: number
}

type Hours = HistoryExtent['hours']

/** Events that one slice should hold: enough that asking for it costs little, few enough to tell how far it is. */
const eventsOfSlice = 500_000

const dayMilliseconds = 86_400_000

/**
 * Slices of a range, in order of time. Events lie by day in the table: days stay whole, unless one alone is too much.
 */
export const slicesOf = ({ from, to }: HistoryRange, hours: Hours, most = eventsOfSlice): readonly Slice[] => {
  const days = Map.groupBy(hours, ({ start }) => Math.floor(start / dayMilliseconds))
  const pieces = [...days.values()].flatMap((day) => (eventsOf(day) > most ? joined(singly(day), most) : [day]))
  const groups = joined(pieces, most)
  return groups.map((group, index) => ({
    from: index === 0 ? from : new Date(group[0]?.start ?? 0),
    to: new Date(groups[index + 1]?.[0]?.start ?? to),
    events: eventsOf(group),
  }))
}

const singly = (hours: Hours): Hours[] => hours.map((hour) => [hour])

const eventsOf = (hours: Hours): number => hours.reduce((sum, { events }) => sum + events, 0)

/** Neighbours together as long as they are not too much. */
const joined = (pieces: readonly Hours[], most: number): Hours[] => {
  const groups: Hours[] = []
  for (const piece of pieces) {
    const last = groups.at(-1)
    if (last && eventsOf(last) + eventsOf(piece) <= most) groups[groups.length - 1] = [...last, ...piece]
    else groups.push(piece)
  }
  return groups
}
