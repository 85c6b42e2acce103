import { type ActorProfile, destinationUsed, emptyProfile, observe } from '@spillway/detection'
import type { KnownProfiles } from './known.ts'

/** What somebody did within an hour, as stored events tell it; '' for what they do not tell. */
export interface LoggedActivity {
  readonly userId: string
  readonly userEmail: string
  readonly action: string
  readonly vector: string
  readonly destination: string
  /** Hours since 1970. */
  readonly hour: number
}

/** What is read again of the stored events, in the order in which a node stored them. */
export interface ActivityLog {
  activity(request: { readonly node: number; readonly after: string; readonly limit: number }): Promise<{
    readonly activities: readonly LoggedActivity[]
    /** Number of the last event of the page. */
    readonly last: string
    /** True when this was all that had been stored by then. */
    readonly isEnd: boolean
  }>
}

/** From names to actors, in their order; null where nobody is known by the name. */
export interface ActorDesk {
  find(
    people: readonly { readonly userId: string | null; readonly name: string | null }[],
  ): Promise<readonly ({ readonly attributedTo: string } | null)[]>
}

interface Dependencies {
  readonly log: ActivityLog
  readonly actors: ActorDesk
  readonly profiles: KnownProfiles
  /** Ends reading after a page. */
  readonly signal: AbortSignal
}

/** Events that are read at a time. */
const pageEvents = 100_000
const millisecondsOfHour = 3_600_000

/**
 * Learns what a node stored after a number, page by page; `onPage` is told the number that each page reaches, before the
 * next is read. What is known already stays as it is.
 */
export const createLogReader =
  ({ log, actors, profiles, signal }: Dependencies) =>
  async (node: number, after: number, onPage: (reached: number) => Promise<void>): Promise<void> => {
    for (let [from, isEnd] = [String(after), false]; !isEnd; ) {
      const page = await log.activity({ node, after: from, limit: pageEvents })
      await learnAll(page.activities, actors, profiles)
      await onPage(Number(page.last))
      signal.throwIfAborted()
      from = page.last
      isEnd = page.isEnd
    }
  }

const learnAll = async (
  activities: readonly LoggedActivity[],
  actors: ActorDesk,
  profiles: KnownProfiles,
): Promise<void> => {
  const found = await actors.find(activities.map(personOf))
  const ids = found.map((actor) => actor?.attributedTo ?? null)
  const known = await profiles.of(new Set(ids.filter((id) => id !== null)))
  const learned = new Map<string, ActorProfile>()
  for (const [index, activity] of activities.entries()) {
    const id = ids[index] ?? null
    if (id === null) continue
    const profile = learned.get(id) ?? known.get(id) ?? emptyProfile
    const after = observe(profile, { at: activity.hour * millisecondsOfHour, destination: placeOf(activity) })
    if (after !== profile) learned.set(id, after)
  }
  profiles.learn(learned)
}

const personOf = ({ userId, userEmail }: LoggedActivity) => ({ userId: userId || null, name: userEmail || null })

const placeOf = ({ action, vector, destination }: LoggedActivity): string | null =>
  destinationUsed({ event: { action, vector }, destination: { name: destination || null } })
