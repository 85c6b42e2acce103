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

/** Offset from 0 of the first byte that belongs to no character. */
const firstBadByte = (bytes: Buffer): number => {
  let low = 0
  let high = bytes.byteLength
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (isUtf8(bytes.subarray(0, startOfCharacter(bytes, middle)))) low = middle
    else high = middle
  }
  return startOfCharacter(bytes, low)
}

/** Steps back over continuation bytes, at most to where a character of four bytes could begin. */
const startOfCharacter = (bytes: Buffer, at: number): number => {
  for (let start = at; start > 0 && start > at - 4; start--) {
    if (((bytes[start] ?? 0) & 0xc0) !== 0x80) return start
  }
  return at
}
