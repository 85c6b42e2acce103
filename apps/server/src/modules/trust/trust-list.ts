import type { TrustEntry } from '@spillway/detection'
import { entryOf } from './definition.ts'
import type { TrustRepository } from './repository.ts'

/** Everything that is trusted at one time. Plain data, so that it can go to another thread. */
export interface TrustSnapshot {
  /** The same number, the same entries. */
  readonly revision: number
  readonly entries: readonly TrustEntry[]
}

/** Gives ingest what is trusted now: with every change that was acknowledged before it asks. */
export interface TrustList {
  current(): Promise<TrustSnapshot>
}

interface Dependencies {
  readonly repository: TrustRepository
  readonly tenantId: () => string
  /** Whether other processes change the list, too: then the store is asked whether it is still the same. */
  readonly isShared: boolean
}

export const createTrustList = ({ repository, tenantId, isShared }: Dependencies) => {
  let held: Promise<TrustSnapshot> | null = null

  // The revision is read first: entries of a later one are only read again, never kept under a number too high.
  const load = async (): Promise<TrustSnapshot> => {
    const revision = await repository.revision(tenantId())
    return { revision, entries: (await repository.all(tenantId())).map(entryOf) }
  }
  const hold = (): Promise<TrustSnapshot> => {
    const loading = load()
    held = loading
    loading.catch(() => {
      if (held === loading) held = null
    })
    return loading
  }
  const isOutdated = async (snapshot: TrustSnapshot): Promise<boolean> =>
    isShared && (await repository.revision(tenantId())) !== snapshot.revision

  const list: TrustList = {
    current: async () => {
      const snapshot = held && (await held)
      return snapshot && !(await isOutdated(snapshot)) ? snapshot : hold()
    },
  }
  return {
    ...list,
    /** Forgets what is held, also what is being read at this moment. */
    invalidate: (): void => {
      held = null
    },
  }
}
