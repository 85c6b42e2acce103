/** How a person uses one destination: on how many days, and the last of them (days since 1970). */
export type DestinationUse = readonly [name: string, days: number, lastDay: number]

/** What is remembered of one actor: plain data of bounded size. */
export interface ActorProfile {
  /** Activity by hour of the week, UTC, Monday 00:00 first; halved when it grows old. */
  readonly hours: readonly number[]
  /** Days with activity, up to the number that makes the hours believable. */
  readonly days: number
  readonly lastDay: number
  /** The least recently used stands first, and goes first. */
  readonly destinations: readonly DestinationUse[]
}

/** One thing an actor did. */
export interface Activity {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Where the file went; null for activity that stays on the machine. */
  readonly destination: string | null
}

export const emptyProfile: ActorProfile = { hours: [], days: 0, lastDay: -1, destinations: [] }

const hour = 3_600_000
const day = 24 * hour
const hoursOfWeek = 168
/** The first of January 1970 was a Thursday. */
const mondayOffset = 3 * 24
const mostActivity = 5_000
const mostDestinations = 100
const enoughDays = 10

export const dayOf = (at: number): number => Math.floor(at / day)
export const hourOfWeek = (at: number): number => (Math.floor(at / hour) + mondayOffset) % hoursOfWeek

/** The profile after an activity. Activities may come late; those of one day count a destination once. */
export const observe = (profile: ActorProfile, { at, destination }: Activity): ActorProfile => {
  const today = dayOf(at)
  return {
    hours: counted(profile.hours, hourOfWeek(at)),
    days: today > profile.lastDay ? Math.min(enoughDays, profile.days + 1) : profile.days,
    lastDay: Math.max(today, profile.lastDay),
    destinations: destination === null ? profile.destinations : used(profile.destinations, destination, today),
  }
}

const counted = (hours: readonly number[], at: number): readonly number[] => {
  const counts = hours.length === 0 ? Array<number>(hoursOfWeek).fill(0) : [...hours]
  counts[at] = (counts[at] ?? 0) + 1
  const total = counts.reduce((sum, count) => sum + count, 0)
  return total > mostActivity ? counts.map((count) => Math.floor(count / 2)) : counts
}

const used = (uses: readonly DestinationUse[], name: string, today: number): readonly DestinationUse[] => {
  const [, days = 0, lastDay = -1] = uses.find(([known]) => known === name) ?? []
  const others = uses.filter(([known]) => known !== name).slice(1 - mostDestinations)
  return [...others, [name, days + (today > lastDay ? 1 : 0), Math.max(today, lastDay)]]
}

/** True once the hours were seen on days enough to tell usual ones from others. */
export const knowsHours = ({ days }: ActorProfile): boolean => days >= enoughDays
