import { promisify } from 'node:util'
import { constants, gzip, zstdCompress } from 'node:zlib'

export type Compression = 'gzip' | 'zstd' | 'identity'

const gzipped = promisify(gzip)
const zstandard = promisify(zstdCompress)

/** Fast levels: the sender's machine has other work, and events repeat enough to shrink tenfold anyway. */
export const compress = async (bytes: Uint8Array, compression: Compression): Promise<Uint8Array> => {
  if (compression === 'gzip') return gzipped(bytes, { level: constants.Z_BEST_SPEED })
  return compression === 'zstd' ? zstandard(bytes) : bytes
}
