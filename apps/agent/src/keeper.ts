import { join } from 'node:path'
import { isBelow } from './collector/paths.ts'
import { createInventory } from './inventory/inventory.ts'
import { readInventory, writeInventory } from './inventory/inventory-file.ts'
import type { Observation } from './inventory/observation.ts'
import { reasonOf } from './log.ts'
import { openSpool } from './spool/spool.ts'
import type { Surroundings } from './surroundings.ts'

export type Keeper = Awaited<ReturnType<typeof openKeeper>>

/**
 * Spool and inventory as one: the inventory is a snapshot plus what the spool's records say after it, so an event and
 * the knowledge that it was reported become durable in the same write.
 */
export const openKeeper = async ({ settings, newId, log }: Surroundings) => {
  const { spoolDirectory: directory, watch, segmentBytes, capacityBytes } = settings
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
  const spool = await openSpool({
    directory: join(directory, 'spool'),
    segmentBytes,
    capacityBytes,
    newId,
    onObservation,
    onDropped,
  })
  // Folders no longer watched, and media, are met anew if they come back.
  const isWatched = watch.map(isBelow)
  inventory.forget((file) => !isWatched.some((holds) => holds(file)))

  /** Writes the inventory anew and lets go of the segments it makes superfluous. */
  const snapshot = (roots: readonly string[]): Promise<void> =>
    spool.between(async (last) => {
      snapshotBytes = await writeInventory(path, { through: last, roots }, inventory.entries())
      await spool.reclaim(last)
    })

  /** Snapshots when it frees about as much as it writes, so that the work stays in proportion to the events. */
  const tidy = async (roots: readonly string[]): Promise<void> => {
    const worth = Math.max(segmentBytes, snapshotBytes)
    if (spool.reclaimable() >= worth) await snapshot(roots)
  }

  return { spool, inventory, knownRoots: header?.roots ?? [], snapshot, tidy }
}
