import type { FileHandle } from 'node:fs/promises'
import { constants, createGunzip } from 'node:zlib'
import type { ArchiveFacts } from './archive.ts'
import { readTar } from './tar.ts'
import { readZip } from './zip.ts'

/** Content types of archives. Only the lists of zip, tar and tar.gz are read. */
const archiveTypes =
  /^application\/(zip|gzip|zstd|x-(7z-compressed|bzip2|compress|compressed-tar|gtar|lzip|rar-compressed|rar|tar|xz))$/

const unread: ArchiveFacts = { passwordProtected: null, members: [] }

/** So much of a tar file, packed or not, is looked at. */
const tarBytes = 4 * 1024 * 1024

/** What an archive lists, by the type of its content; null for what is none. */
export const readArchive = async (
  handle: FileHandle,
  size: number,
  type: string | null,
): Promise<ArchiveFacts | null> => {
  if (type === null || !archiveTypes.test(type)) return null
  const found = await readList(handle, size, type).catch(() => null)
  return found ?? unread
}

const readList = async (handle: FileHandle, size: number, type: string): Promise<ArchiveFacts | null> => {
  if (type === 'application/zip') return readZip(handle, size)
  if (type !== 'application/x-tar' && type !== 'application/gzip') return null
  const { buffer, bytesRead } = await handle.read(
    Buffer.alloc(Math.min(size, tarBytes)),
    0,
    Math.min(size, tarBytes),
    0,
  )
  const start = buffer.subarray(0, bytesRead)
  return readTar(type === 'application/gzip' ? await unpacked(start) : start)
}

/** The first bytes of a packed file, of which only the first bytes are there. */
const unpacked = (start: Buffer): Promise<Buffer> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    let length = 0
    const unpack = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
    const finish = () => {
      unpack.destroy()
      resolve(Buffer.concat(chunks))
    }
    unpack.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length >= tarBytes) finish()
    })
    unpack.on('end', finish)
    unpack.on('error', finish)
    unpack.end(start)
  })
