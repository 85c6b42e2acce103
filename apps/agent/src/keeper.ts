import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInventory } from './inventory/inventory.ts'
import { readInventory, writeInventory } from './inventory/inventory-file.ts'
import type { Observation } from './inventory/observation.ts'
import { type Log, reasonOf } from './log.ts'
import { openSpool } from './spool/spool.ts'

export interface KeeperOptions {
  readonly directory: string
  readonly segmentBytes: number
  readonly capacityBytes: number
  readonly newId: () => string
  readonly log: Log
}

/**
 * Spool and inventory as one: the inventory is a snapshot plus what the spool's records say after it, so an event and
 * the knowledge that it was reported become durable in the same write.
 */
export const openKeeper = async ({ directory, log, ...options }: KeeperOptions) => {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, 'inventory.ndjson')
  const inventory = createInventory()
  const header = await readInventory(path, inventory.set)
  const through = header?.through ?? 0
  let snapshotBytes = 0

  const onObservation = (observation: Observation, sequence: number | null): void => {
    if (sequence === null || sequence > through) inventory.apply(observation)
  }
  const onDropped = (count: number, error: unknown): void =>
    log.error(
      { count, ...(error !== null && { reason: reasonOf(error) }) },
      'No room in the spool; events were dropped',
    )
  const spool = await openSpool({ directory: join(directory, 'spool'), ...options, onObservation, onDropped })

  /** Writes the inventory anew and lets go of the segments it makes superfluous. */
  const snapshot = (roots: readonly string[]): Promise<void> =>
    spool.between(async (last) => {
      snapshotBytes = await writeInventory(path, { through: last, roots }, inventory.entries())
      await spool.reclaim(last)
    })

  /** Snapshots when it frees about as much as it writes, so that the work stays in proportion to the events. */
  const tidy = async (roots: readonly string[]): Promise<void> => {
    const worth = Math.max(options.segmentBytes, snapshotBytes)
    if (spool.reclaimable() >= worth) await snapshot(roots)
  }

  return { spool, inventory, knownRoots: header?.roots ?? [], snapshot, tidy }
}
