import { type Database, revisionOf } from '@spillway/control-store'
import { LRUCache } from 'lru-cache'
import { isRecent, type Mark } from './journal.ts'
import type { Listed } from './narrowing.ts'

/** Totals kept in mind, the longest unused being forgotten first. */
const most = 500

interface Known {
  readonly at: number
  readonly total: number
}

/** A total as it was at a mark of the journal. */
export interface Marked {
  readonly total: number
  readonly mark: Mark
}

/** How a total is counted, and what has come to it since a mark. */
export interface Counting {
  readonly count: () => Promise<Marked>
  readonly since: (mark: Mark) => Promise<Marked>
}

/** Totals that had to be counted, by whatever process rows are changed. */
export const createRememberedTotals = (db: Database, kind: Listed) => {
  const known = new LRUCache<string, Known>({ max: most })
  const keep = (key: string, at: number, total: number): number => {
    known.set(key, { at, total })
    return total
  }

  return {
    /** As long as no change is committed of what it depends on. `question` is what that is, beside the rows. */
    async of(question: unknown, count: () => Promise<number>): Promise<number> {
      const key = JSON.stringify(['revision', question])
      // Before the rows are counted: a change in between makes the total newer than its revision, and it is not used.
      const revision = await revisionOf(db, kind)
      const before = known.get(key)
      return keep(key, revision, before?.at === revision ? before.total : await count())
    },

    /** Brought up to date by what the journal tells; `now` is its mark some moments ago. */
    async follow(question: unknown, now: Mark, { count, since }: Counting): Promise<number> {
      const key = JSON.stringify(['mark', question])
      const before = known.get(key)
      if (before?.at === now) return keep(key, now, before.total)
      const came = before && isRecent(before.at, now) ? await since(before.at) : null
      if (before && came && isRecent(before.at, came.mark)) return keep(key, came.mark, before.total + came.total)
      const { total, mark } = await count()
      return keep(key, mark, total)
    },
  }
}
