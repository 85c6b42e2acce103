import type { Stats } from 'node:fs'
import type { FileIdentity } from '../inventory/observation.ts'

/** Only regular files have one. */
export const identityOf = (stats: Stats): FileIdentity | null =>
  stats.isFile() ? { inode: Number(stats.ino), size: Number(stats.size), modified: Number(stats.mtimeMs) } : null
