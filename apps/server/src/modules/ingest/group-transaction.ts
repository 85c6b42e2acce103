import type { ControlStore } from '@spillway/control-store'

/** What a transaction hands to the work inside it. */
export type Transaction = Parameters<Parameters<ControlStore['transaction']>[0]>[0]
export type Work<Result> = (transaction: Transaction) => Promise<Result>

/** Runs pieces of work in as few transactions as possible; each resolves once it is durable. */
export interface GroupTransaction {
  run<Result>(work: Work<Result>): Promise<Result>
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
}

interface Waiting {
  readonly work: Work<unknown>
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * Whatever arrives while a transaction is under way shares the next one: every commit costs a flush to disk, and many
 * batches a second would pay it each. When shared work fails, each piece is tried again by itself.
 */
export const createGroupTransaction = (store: Pick<ControlStore, 'transaction'>): GroupTransaction => {
  let waiting: Waiting[] = []
  let loop: Promise<void> | null = null

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await runTogether(store, group)
    }
    loop = null
  }
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ work, resolve: resolve as Waiting['resolve'], reject })
        loop ??= Promise.resolve().then(drain)
      }),
    idle: async () => {
      while (loop) await loop
    },
  }
}

const runTogether = async (store: Pick<ControlStore, 'transaction'>, group: readonly Waiting[]): Promise<void> => {
  try {
    const results = await store.transaction(async (transaction) => {
      const each: unknown[] = []
      for (const { work } of group) each.push(await work(transaction))
      return each
    })
    for (const [index, { resolve }] of group.entries()) resolve(results[index] as never)
  } catch (error) {
    if (group.length === 1) group[0]?.reject(error)
    else for (const single of group) await runTogether(store, [single])
  }
}
