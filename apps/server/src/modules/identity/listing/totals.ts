import { type Database, revisionOf } from '@spillway/control-store'
import type { Listed } from './narrowing.ts'

/** Totals kept in mind, the longest unused being forgotten first. */
const most = 500

interface Known {
  readonly revision: number
  readonly total: number
}

/** Totals that had to be counted, as long as no change of what they depend on is committed, be it by another process. */
export const createRememberedTotals = (db: Database, kind: Listed) => {
  const known = new Map<string, Known>()
  return {
    /** `question` is what the total depends on, beside the rows. */
    async of(question: unknown, count: () => Promise<number>): Promise<number> {
      const key = JSON.stringify(question)
      // Before the rows are counted: a change in between makes the total newer than its revision, and it is not used.
      const revision = await revisionOf(db, kind)
      const before = known.get(key)
      const total = before?.revision === revision ? before.total : await count()
      known.delete(key)
      known.set(key, { revision, total })
      if (known.size > most) known.delete(known.keys().next().value as string)
      return total
    },
  }
}
