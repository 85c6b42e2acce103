import { type ActorProfile, destinationUsed, emptyProfile, observe } from '@spillway/detection'
import type { ActivityPage, ActivityRequest, StoredActivity } from '@spillway/event-store'
import type { KnownProfiles } from './known.ts'

/** What is read again of the stored events, in the order in which a node stored them. */
export interface ActivityLog {
  activity(request: ActivityRequest): Promise<ActivityPage>
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
  activities: readonly StoredActivity[],
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

const personOf = ({ userId, userEmail }: StoredActivity) => ({ userId: userId || null, name: userEmail || null })

const placeOf = ({ action, vector, destination }: StoredActivity): string | null =>
  destinationUsed({ event: { action, vector }, destination: { name: destination || null } })
