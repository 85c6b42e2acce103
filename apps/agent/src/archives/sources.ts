import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Inventory } from '../inventory/inventory.ts'
import type { ArchiveMember } from './archive.ts'

/** Larger files are not read again to learn whether they are in an archive. */
const largestCompared = 64 * 1024 * 1024
const chunkBytes = 256 * 1024

/**
 * The watched files that went into an archive, by member: same name and size, and the same content by its checksum, or the
 * same time of change in archives that keep that.
 */
export const findSources = async (
  members: readonly ArchiveMember[],
  inventory: Pick<Inventory, 'entries'>,
): Promise<ReadonlyMap<ArchiveMember, string>> => {
  const found = new Map<ArchiveMember, string>()
  const byName = Map.groupBy(members, ({ path }) => basename(path))
  for (const [path, { size }] of inventory.entries()) {
    const member = byName.get(basename(path))?.find((each) => each.size === size && !found.has(each))
    if (member && (await isSame(path, member).catch(() => false))) found.set(member, path)
  }
  return found
}

const isSame = async (path: string, { checksum, modified, size }: ArchiveMember): Promise<boolean> => {
  if (checksum === null) return modified === Math.floor((await stat(path)).mtimeMs / 1000)
  return size !== null && size > 0 && size <= largestCompared && (await checksumOf(path)) === checksum
}

const checksumOf = async (path: string): Promise<number> => {
  const handle = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes)
    let sum = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null)
      if (bytesRead === 0) return sum
      sum = crc32(buffer.subarray(0, bytesRead), sum)
    }
  } finally {
    await handle.close()
  }
}
