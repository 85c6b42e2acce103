import { SpillwayError } from '../../../platform/errors.ts'

/** Where one row lies in a body, and its place: the line (NDJSON) or the position in the array, from 1. */
export interface RowPlace {
  readonly start: number
  readonly end: number
  readonly row: number
}

const lineFeed = 0x0a
const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const closingBracket = 0x5d

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
const opens = (byte: number | undefined): boolean => byte === 0x7b || byte === 0x5b
const closes = (byte: number | undefined): boolean => byte === 0x7d || byte === closingBracket

/** Every line that is not blank. */
export function* linesOf(bytes: Buffer): Generator<RowPlace> {
  let row = 0
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineFeed, start)
    const end = found < 0 ? bytes.length : found
    row++
    if (!isBlank(bytes, start, end)) yield { start, end, row }
    start = end + 1
  }
}

const isBlank = (bytes: Buffer, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) if (!isSpace(bytes[at])) return false
  return true
}

/**
 * Every element of a JSON array. Only the brackets between elements are judged here: an element that is
 * broken inside is the caller's to refuse, while the others are kept.
 */
export function* elementsOf(bytes: Buffer): Generator<RowPlace> {
  let at = skipSpace(bytes, 0)
  if (bytes[at] !== 0x5b) throw malformed(at, 'an array must begin here')
  at = skipSpace(bytes, at + 1)
  for (let row = 1; row > 1 || bytes[at] !== closingBracket; row++) {
    const end = elementEnd(bytes, at)
    yield { start: at, end, row }
    at = end
    if (bytes[end] === closingBracket) break
    at = skipSpace(bytes, end + 1)
  }
  expectEnd(bytes, at + 1)
}

/** Offset of the comma or bracket that ends the element at `start`. */
const elementEnd = (bytes: Buffer, start: number): number => {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) at = stringEnd(bytes, at)
    else if (opens(byte)) depth++
    else if (depth === 0 && (byte === comma || byte === closingBracket)) return at
    else if (closes(byte)) depth--
  }
  throw malformed(bytes.length, 'the array is not closed')
}

/** Offset of the quote that ends the string at `start`; the end of the bytes when none does. */
const stringEnd = (bytes: Buffer, start: number): number => {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) return at
    if (byte === backslash) at++
  }
  return bytes.length
}

const skipSpace = (bytes: Buffer, start: number): number => {
  let at = start
  while (isSpace(bytes[at])) at++
  return at
}

const expectEnd = (bytes: Buffer, start: number): void => {
  const at = skipSpace(bytes, start)
  if (at < bytes.length) throw malformed(at, 'nothing may follow the array')
}

const malformed = (offset: number, what: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', {
    field: 'body',
    reason: `The body is no JSON array: at byte ${offset} ${what}`,
  })

/** True when arrays and objects stand inside one another more than `maximum` levels deep. */
export const isDeeperThan = (bytes: Buffer, start: number, end: number, maximum: number): boolean => {
  let depth = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte === quote) at = stringEnd(bytes, at)
    else if (opens(byte) && ++depth > maximum) return true
    else if (closes(byte)) depth--
  }
  return false
}
