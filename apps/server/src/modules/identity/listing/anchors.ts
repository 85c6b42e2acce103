import { LRUCache } from 'lru-cache'
import { isRecent, type Mark } from './journal.ts'
import type { Place } from './ranks.ts'

/** A row's place in an order, and how many rows of a list stood before it at a mark of the journal. */
export interface Anchor extends Place {
  readonly position: number
  readonly mark: Mark
}

/** A place farther before a page is no nearer than the start of a block. */
const farthest = 1024
const mostAnchors = 512
/** Lists of which places are remembered; the longest unused is forgotten first. */
const mostLists = 64
/** How often a list is left alone whose rows were found to stand too far apart. */
const rest = 64

interface Known {
  readonly anchors: LRUCache<number, Anchor>
  resting: number
}

/** Places in lists that this process has seen. They stay of use while the journal tells what has moved them since. */
export const createAnchors = () => {
  const lists = new LRUCache<string, Known>({ max: mostLists })

  return {
    /** The nearest place before a page from which it can be found. */
    before(list: string, offset: number, now: Mark): Anchor | null {
      const known = lists.get(list)
      if (!known) return null
      if (known.resting > 0) {
        known.resting -= 1
        return null
      }
      const near = [...known.anchors.values()].filter(
        ({ position, mark }) => position <= offset && offset - position <= farthest && isRecent(mark, now),
      )
      // Rows that came since may have moved it beyond the page.
      const safe = near.filter(({ position, mark }) => position + (now - mark) <= offset)
      return nearest(safe) ?? nearest(near)
    },

    learn(list: string, anchor: Anchor): void {
      const known = lists.get(list) ?? { anchors: new LRUCache({ max: mostAnchors }), resting: 0 }
      known.anchors.set(anchor.position, anchor)
      lists.set(list, known)
    },

    isResting: (list: string): boolean => (lists.get(list)?.resting ?? 0) > 0,

    /** The rows of the list stand so far apart that going along the order from one to the next is a long way. */
    leaveAlone(list: string): void {
      const known = lists.get(list)
      if (known) known.resting = rest
    },
  }
}

const nearest = (anchors: readonly Anchor[]): Anchor | null =>
  anchors.reduce<Anchor | null>((best, one) => (best && best.position >= one.position ? best : one), null)
