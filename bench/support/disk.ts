import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of all files below a folder; hard links count once. */
export const diskBytes = (directory: string): number => {
  const seen = new Set<number>()
  let bytes = 0
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    // A running engine merges and removes parts while they are counted.
    const facts = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })
    if (!facts || seen.has(facts.ino)) continue
    seen.add(facts.ino)
    bytes += facts.size
  }
  return bytes
}
