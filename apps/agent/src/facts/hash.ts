import { createHash, hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

export interface Hashes {
  readonly md5: string | null
  readonly sha256: string | null
  readonly md5Error: string | null
  readonly sha256Error: string | null
}

/** Larger files get no hash, as with the vendor's agent ("above about 3 GB"). */
export const largestHashed = 3 * 1024 ** 3

const chunkBytes = 256 * 1024

export const unhashed = (reason: string): Hashes => ({
  md5: null,
  sha256: null,
  md5Error: reason,
  sha256Error: reason,
})

/** Hashes of content that is in memory. */
export const hashBytes = (content: Uint8Array): Hashes => ({
  md5: hash('md5', content),
  sha256: hash('sha256', content),
  md5Error: null,
  sha256Error: null,
})

/** MD5 and SHA-256 in one pass over the file, through one buffer. */
export const hashFile = async (handle: FileHandle): Promise<Hashes> => {
  const md5 = createHash('md5')
  const sha256 = createHash('sha256')
  const buffer = Buffer.allocUnsafeSlow(chunkBytes)
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position)
    if (bytesRead === 0) break
    position += bytesRead
    md5.update(buffer.subarray(0, bytesRead))
    sha256.update(buffer.subarray(0, bytesRead))
  }
  return { md5: md5.digest('hex'), sha256: sha256.digest('hex'), md5Error: null, sha256Error: null }
}
