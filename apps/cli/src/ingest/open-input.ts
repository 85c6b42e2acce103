import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'

/** Bytes of a file, unpacked when its name ends in .gz or .zst, or of standard input for `-`. */
export const openInput = async ({ input }: CliContext, file: string): Promise<AsyncIterable<Uint8Array>> => {
  if (file === '-') return input
  await access(file).catch(() => {
    throw new CliError('notFound', `Cannot read ${file}`)
  })
  const stream = createReadStream(file, { highWaterMark: 1024 * 1024 })
  const unpack = unpackerFor(file)
  return unpack ? pipeline(stream, unpack, () => {}) : Readable.from(stream)
}

const unpackerFor = (file: string) => {
  if (file.endsWith('.gz')) return createGunzip()
  return file.endsWith('.zst') ? createZstdDecompress() : undefined
}
