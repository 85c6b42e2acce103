import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

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

/** MD5 and SHA-256 in one pass over the file, in constant memory. */
export const hashFile = async (path: string, signal?: AbortSignal): Promise<Hashes> => {
  const md5 = createHash('md5')
  const sha256 = createHash('sha256')
  const stream = createReadStream(path, { highWaterMark: chunkBytes, ...(signal && { signal }) })
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    md5.update(chunk)
    sha256.update(chunk)
  }
  return { md5: md5.digest('hex'), sha256: sha256.digest('hex'), md5Error: null, sha256Error: null }
}
