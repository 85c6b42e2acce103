import { type FileHandle, open } from 'node:fs/promises'
import type { ArchiveFacts } from '../archives/archive.ts'
import { readArchive } from '../archives/read-archive.ts'
import { type Hashes, hashBytes, hashFile, unhashed } from './hash.ts'
import { mimeTypeOfBytes, mimeTypeOfFile, sampleBytes } from './mime.ts'

export interface ContentFacts {
  readonly hash: Hashes
  readonly mimeTypeByBytes: string | null
  /** Null for what is no archive. */
  readonly archive: ArchiveFacts | null
}

/** Up to here a file is read into memory at once: most files are small, and one read is far cheaper than three. */
const smallBytes = 128 * 1024

/** What the bytes of a file tell. A file that cannot be read tells why. */
export const readContent = async (path: string, size: number, largest: number): Promise<ContentFacts> => {
  try {
    const handle = await open(path, 'r')
    return await readOpened(handle, path, size, largest).finally(() => handle.close())
  } catch (error) {
    return { hash: unhashed(readFailure(error)), mimeTypeByBytes: null, archive: null }
  }
}

const readOpened = async (handle: FileHandle, path: string, size: number, largest: number): Promise<ContentFacts> => {
  const facts = size <= smallBytes ? await readSmall(handle, size) : await readLarge(handle, path, size, largest)
  return { ...facts, archive: await readArchive(handle, size, facts.mimeTypeByBytes) }
}

type Read = Omit<ContentFacts, 'archive'>

const readSmall = async (handle: FileHandle, size: number): Promise<Read> => {
  const content = await readStart(handle, size)
  return { hash: hashBytes(content), mimeTypeByBytes: await mimeTypeOfBytes(content) }
}

const readLarge = async (handle: FileHandle, path: string, size: number, largest: number): Promise<Read> => ({
  hash: size > largest ? unhashed('File is too large to be hashed') : await hashFile(handle),
  mimeTypeByBytes: await mimeTypeOfFile(path, await readStart(handle, sampleBytes)),
})

const readStart = async (handle: FileHandle, bytes: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(bytes), 0, bytes, 0)
  return buffer.subarray(0, bytesRead)
}

const readFailure = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') return 'No permission to read the file'
  if (code === 'ENOENT') return 'File was gone before it could be read'
  if (code === 'EBUSY') return 'File was locked by another program'
  return `File could not be read (${code ?? 'unknown'})`
}
