import type { Stats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { type ContentFacts, readContent } from './content.ts'
import { largestHashed } from './hash.ts'
import type { Limit } from './limit.ts'
import { mimeTypeByExtension } from './mime.ts'

/** What a look at the file itself tells. */
export interface FileFacts extends ContentFacts {
  readonly size: number
  readonly created: Date | null
  readonly modified: Date
  readonly owner: string | null
  readonly mimeTypeByExtension: string | null
}

export interface FactsDependencies {
  readonly ownerName: (uid: number) => Promise<string | null>
  readonly files: Limit
  /** Fewer large files are read at a time, so that small ones need not wait for them. */
  readonly largeFiles: Limit
  readonly largestHashed?: number
}

const largeFrom = 32 * 1024 * 1024

/** Reads what can be read; a file that may not be opened still has size, times and owner. */
export const gatherFacts = async (path: string, dependencies: FactsDependencies): Promise<FileFacts> => {
  const stats = await lstat(path)
  const limit = stats.size >= largeFrom ? dependencies.largeFiles : dependencies.files
  return limit(() => read(path, stats, dependencies))
}

const read = async (path: string, stats: Stats, dependencies: FactsDependencies): Promise<FileFacts> => ({
  size: stats.size,
  created: stats.birthtimeMs > 0 ? stats.birthtime : null,
  modified: stats.mtime,
  owner: await dependencies.ownerName(stats.uid),
  ...(await readContent(path, stats.size, dependencies.largestHashed ?? largestHashed)),
  mimeTypeByExtension: mimeTypeByExtension(path),
})
