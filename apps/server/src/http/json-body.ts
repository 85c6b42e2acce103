import { SpillwayError } from '../platform/errors.ts'

/** Nesting that no legitimate request reaches, and that recursive readers still stand. */
const maximumDepth = 128

/** UTF-8 bytes → JSON value; undefined for an empty body. Throws `MALFORMED_REQUEST` naming what is broken. */
export const parseJsonBody = (bytes: Uint8Array): unknown => {
  const text = decodeUtf8(bytes)
  if (text.trim() === '') return undefined
  if (isTooDeep(text)) throw malformed(`The body is nested deeper than ${maximumDepth} levels`)
  if (hasNul(text)) throw malformed('The body contains a NUL character')
  return parse(text)
}

/** Strict UTF-8; a byte-order mark is dropped. */
export const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed('The body is not valid UTF-8')
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text, longInteger.test(text) ? exactly : undefined)
  } catch (error) {
    throw malformed(`The body is not valid JSON: ${firstLine((error as Error).message)}`)
  }
}

/** An integer outside strings that a number may not hold; one inside a string matches too, which costs only time. */
const longInteger = /[[:,\s]-?\d{16,}\s*[,\]}]/

/** Ids are 64-bit numbers to scripts: one that would be rounded stays the digits that were sent. */
const exactly = (_: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const { source = '' } = context ?? {}
  return /^-?\d+$/.test(source) ? source : value
}

// V8 quotes up to some dozen characters of the client's own text; line breaks in them would split log lines.
const firstLine = (message: string): string => message.replaceAll(/\s+/g, ' ').slice(0, 200)

/** An escaped U+0000: a backslash that is not itself escaped, then u0000. Stores with C strings would cut or refuse it. */
const hasNul = (text: string): boolean => text.includes('\\u0000') && /(?<!\\)(?:\\\\)*\\u0000/.test(text)

/** Brackets open at once, outside strings. Runs before the parser so that its cost is bounded by the text alone. */
const isTooDeep = (text: string): boolean => {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === backslash) index++
      else if (code === quote) inString = false
    } else if (code === quote) inString = true
    else if (code === openBrace || code === openBracket) {
      if (++depth > maximumDepth) return true
    } else if (code === closeBrace || code === closeBracket) depth--
  }
  return false
}

const quote = 0x22
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

const malformed = (reason: string): SpillwayError => new SpillwayError('MALFORMED_REQUEST', { field: 'body', reason })
