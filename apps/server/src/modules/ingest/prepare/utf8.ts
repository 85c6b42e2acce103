import { isUtf8 } from 'node:buffer'
import { SpillwayError } from '../../../platform/errors.ts'

/** Refuses bytes that are not UTF-8, naming the first bad byte; leaves out a byte order mark. */
export const readUtf8 = (bytes: Buffer): Buffer => {
  if (!isUtf8(bytes)) {
    throw new SpillwayError('MALFORMED_REQUEST', {
      field: 'body',
      reason: `The body is not UTF-8: byte ${firstBadByte(bytes)} is wrong`,
    })
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return marked ? bytes.subarray(3) : bytes
}

const blockBytes = 65_536

/** Offset from 0 of the first byte that begins no whole character. Only for bytes known to be bad. */
const firstBadByte = (bytes: Buffer): number => {
  let start = 0
  for (let end = blockEnd(bytes, start); isUtf8(bytes.subarray(start, end)); end = blockEnd(bytes, start)) start = end
  for (let end = start; ; start = end) {
    end = start + characterLength(bytes[start])
    if (!isUtf8(bytes.subarray(start, end))) return start
  }
}

/** End of a block, moved back to where a character could begin. */
const blockEnd = (bytes: Buffer, start: number): number => {
  const end = Math.min(start + blockBytes, bytes.byteLength)
  for (let at = end; at > end - 4 && at > start; at--) if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at
  return end
}

/** Bytes that a character takes by its first one. */
const characterLength = (first = 0): number => {
  if (first < 0xc0) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}
