import { LRUCache } from 'lru-cache'
import type { Histories } from './histories.ts'
import { emptyHistory, type History, type Mark, marksAt, type Whereabouts, whereaboutsAt } from './standing.ts'

/** Histories kept, counted by their reasons: some tens of megabytes at most. */
const defaultWeight = 500_000

/** What a batch of events needs to know about its people. */
export interface MembershipView {
  /** Lists a user was on at an instant; none for somebody who was not asked for. */
  at(userUid: string, instant: Date): readonly Mark[]
  /** Where a directory says a user was at an instant. */
  whereabouts(userUid: string, instant: Date): Whereabouts
}

/** Who was on which list, at any time. */
export interface Memberships {
  /**
   * Looks up the people of a batch in one go: one small query, and a few more for those that are not remembered.
   * Every change that was acknowledged before the call is heeded, whichever node made it.
   */
  of(userUids: Iterable<string>): Promise<MembershipView>
}

interface Dependencies {
  readonly histories: Histories
  /** Number of changes committed to what histories are made of. */
  readonly revision: () => Promise<number>
  readonly maximumWeight?: number
}

interface Remembered {
  readonly revision: number
  readonly history: History
}

export const createMemberships = ({
  histories,
  revision,
  maximumWeight = defaultWeight,
}: Dependencies): Memberships => {
  const remembered = new LRUCache<string, Remembered>({
    maxSize: maximumWeight,
    sizeCalculation: ({ history }) => 1 + history.inclusions.length + history.exclusions.length + history.places.length,
  })

  return {
    async of(userUids) {
      const uids = [...new Set(userUids)]
      // Before the histories: what changes in between makes them newer than their label, never older.
      const current = await revision()
      const found = new Map<string, History>()
      for (const uid of uids) {
        const known = remembered.get(uid)
        if (known?.revision === current) found.set(uid, known.history)
      }
      for (const [uid, history] of await histories.of(uids.filter((uid) => !found.has(uid)))) {
        found.set(uid, history)
        remembered.set(uid, { revision: current, history })
      }
      const historyOf = (uid: string) => found.get(uid) ?? emptyHistory
      return {
        at: (uid, instant) => marksAt(historyOf(uid), instant.getTime()),
        whereabouts: (uid, instant) => whereaboutsAt(historyOf(uid), instant.getTime()),
      }
    },
  }
}
