import { lstat } from 'node:fs/promises'
import { type Hashes, hashFile, largestHashed, unhashed } from './hash.ts'
import type { Limit } from './limit.ts'
import { mimeTypeByBytes, mimeTypeByExtension } from './mime.ts'

/** What a look at the file itself tells. */
export interface FileFacts {
  readonly size: number
  readonly created: Date | null
  readonly modified: Date
  readonly owner: string | null
  readonly hash: Hashes
  readonly mimeTypeByBytes: string | null
  readonly mimeTypeByExtension: string | null
}

export interface FactsDependencies {
  readonly ownerName: (uid: number) => Promise<string | null>
  /** Few large files are read at a time, so that small ones need not wait for them. */
  readonly largeFiles: Limit
  readonly largestHashed?: number
}

const largeFrom = 32 * 1024 * 1024

/** Reads what can be read; a file that may not be opened still has size, times and owner. */
export const gatherFacts = async (path: string, dependencies: FactsDependencies): Promise<FileFacts> => {
  const stats = await lstat(path)
  const hash = () => readHash(path, stats.size, dependencies.largestHashed ?? largestHashed)
  return {
    size: stats.size,
    created: stats.birthtimeMs > 0 ? stats.birthtime : null,
    modified: stats.mtime,
    owner: await dependencies.ownerName(stats.uid),
    hash: await (stats.size >= largeFrom ? dependencies.largeFiles(hash) : hash()),
    mimeTypeByBytes: await mimeTypeByBytes(path).catch(() => null),
    mimeTypeByExtension: mimeTypeByExtension(path),
  }
}

const readHash = async (path: string, size: number, largest: number): Promise<Hashes> => {
  if (size > largest) return unhashed('File is too large to be hashed')
  try {
    return await hashFile(path)
  } catch (error) {
    return unhashed(readFailure(error))
  }
}

const readFailure = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') return 'No permission to read the file'
  if (code === 'ENOENT') return 'File was gone before it could be read'
  if (code === 'EBUSY') return 'File was locked by another program'
  return `File could not be read (${code ?? 'unknown'})`
}
