import type { ProfileCache } from './cache.ts'
import type { Horizon } from './horizon.ts'
import type { BehaviorRepository, Peer } from './repository.ts'

interface Dependencies {
  readonly cache: ProfileCache
  readonly repository: BehaviorRepository
  readonly horizon: Horizon
  /** Learns what a node stored after a number. */
  readonly readLog: (node: number, after: number, onPage: (reached: number) => Promise<void>) => Promise<void>
  readonly node: number
  readonly clock: () => Date
}

/** What other nodes wrote is asked for from so long before the last time (milliseconds): clocks differ. */
const overlap = 60_000

/** Keeps memory, store and log together. Its parts are done one after the other, never two at once. */
export const createUpkeep = ({ cache, repository, horizon, readLog, node, clock }: Dependencies) => {
  /** Nodes that left, and the lease under which all of theirs was learned. */
  const learnedOf = new Map<number, string | null>()
  let heardOf = clock()

  /** Stores what is learned, then up to where it is: a crash in between repeats what changes nothing. */
  const store = async (positions: ReadonlyMap<number, number>): Promise<void> => {
    try {
      await repository.write(cache.takeUnstored(), (written) => {
        for (const [id, profile] of written) {
          cache.stored(id)
          cache.absorb(id, profile)
        }
      })
    } catch (error) {
      cache.failed()
      throw error
    }
    await repository.advance(positions)
  }

  const learnRest = async (of: number): Promise<number> => {
    let reached = await repository.position(of)
    await readLog(of, reached, async (position) => {
      reached = position
      await store(new Map([[of, position]]))
    })
    return reached
  }

  const learnOfLeaving = async (peers: readonly Peer[]): Promise<void> => {
    for (const peer of peers) {
      const isThere = peer.leasedUntil !== null && Date.parse(peer.leasedUntil) > clock().getTime()
      if (isThere || learnedOf.get(peer.node) === peer.leasedUntil) continue
      await learnRest(peer.node)
      learnedOf.set(peer.node, peer.leasedUntil)
    }
  }

  const hear = async (): Promise<void> => {
    const since = new Date(heardOf.getTime() - overlap)
    const now = clock()
    for (const [id, profile] of await repository.changedElsewhere(since)) if (cache.has(id)) cache.absorb(id, profile)
    heardOf = now
  }

  return {
    /** Learns what this node stored before this process, and gives the number of its last event. */
    catchUp: () => learnRest(node),
    /** Stores what was learned. */
    checkpoint: async (): Promise<void> => {
      const position = horizon.position()
      if (position > 0) await store(new Map([[node, position]]))
    },
    resolve: () => horizon.resolve((after) => readLog(node, after, async () => undefined)),
    /** Takes in what other nodes learned; of those that left, also what they had no time to write. */
    follow: async (): Promise<void> => {
      const peers = await repository.peers()
      if (peers.length === 0) return
      await learnOfLeaving(peers)
      await hear()
    },
  }
}

export type Upkeep = ReturnType<typeof createUpkeep>
