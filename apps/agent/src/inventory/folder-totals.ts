import { isBelow } from '../collector/paths.ts'
import type { Inventory } from './inventory.ts'

/** Files known in a watched folder, and the bytes they hold. */
export interface FolderTotal {
  readonly path: string
  readonly files: number
  readonly bytes: number
}

/** Share of the time that may go into counting. */
const share = 0.01

/** Counts what the inventory holds in each folder; a count that took long is used again for a while. */
export const createFolderTotals = (
  inventory: Pick<Inventory, 'entries'>,
  folders: readonly string[],
  now: () => number,
) => {
  let totals: readonly FolderTotal[] = []
  let countAgainAt = Number.NEGATIVE_INFINITY
  return (): readonly FolderTotal[] => {
    const start = now()
    if (start < countAgainAt) return totals
    totals = count(inventory, folders)
    countAgainAt = now() + (now() - start) / share
    return totals
  }
}

const count = (inventory: Pick<Inventory, 'entries'>, folders: readonly string[]): FolderTotal[] => {
  const sums = folders.map((path) => ({ path, holds: isBelow(path), files: 0, bytes: 0 }))
  for (const [path, { size }] of inventory.entries())
    for (const sum of sums) {
      if (!sum.holds(path)) continue
      sum.files += 1
      sum.bytes += size
    }
  return sums.map(({ path, files, bytes }) => ({ path, files, bytes }))
}
