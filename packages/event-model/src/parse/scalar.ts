import { formatInstant, parseInstant } from '../instant.ts'
import type { ValueType } from '../types.ts'
import { type Reading, report } from './problem.ts'

/** Longest text of one value, in UTF-16 units. */
const maximumTextLength = 32_768

/** Reads one value that is neither null nor missing; reports and answers null when it is unusable. */
export type ReadScalar = (value: unknown, path: string, reading: Reading) => unknown

const readText: ReadScalar = (value, path, reading) => {
  if (typeof value !== 'string') return report(reading, path, 'must be a string')
  if (value.length > maximumTextLength) {
    return report(reading, path, `is longer than ${maximumTextLength} characters`)
  }
  if (value.includes('\0')) return report(reading, path, 'holds a NUL character')
  if (value === '') return null
  // File names of some systems hold unpaired surrogates, which no UTF-8 store can keep.
  return value.isWellFormed() ? value : value.toWellFormed()
}

/** Longest id of an event, in UTF-16 units. */
const maximumIdLength = 255

/** Reads the id of an event: it has to come back as page token and checkpoint, or paging would end at the event. */
export const readEventId: ReadScalar = (value, path, reading) => {
  const text = readText(value, path, reading)
  if (typeof text !== 'string') return text
  if (text.length > maximumIdLength) return report(reading, path, `is longer than ${maximumIdLength} characters`)
  // One client puts backslashes into a token, so that those of an id cannot be told from its own.
  return text.includes('\\') ? report(reading, path, 'holds a backslash') : text
}

// Nearly all timestamps arrive in the form they are kept in; days after the 28th need the calendar.
const month = '(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])'
const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d'
const canonicalForm = (digits: 3 | 6): RegExp => new RegExp(`^(?:19|20|21)\\d\\d-${month}T${clock}\\.\\d{${digits}}Z$`)

const readInstant = (digits: 3 | 6): ReadScalar => {
  const canonical = canonicalForm(digits)
  return (value, path, reading) => {
    if (typeof value !== 'string') return report(reading, path, 'must be an ISO 8601 date-time string')
    if (canonical.test(value)) return value
    const microseconds = parseInstant(value)
    return microseconds === null
      ? report(reading, path, 'is not an ISO 8601 date-time with zone between 1900 and 2199')
      : formatInstant(microseconds, digits)
  }
}

const readInteger =
  (lowest: number, highest: number): ReadScalar =>
  (value, path, reading) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return report(reading, path, 'must be an integer')
    return value < lowest || value > highest
      ? report(reading, path, `must lie between ${lowest} and ${highest}`)
      : value
  }

const readBoolean: ReadScalar = (value, path, reading) =>
  typeof value === 'boolean' ? value : report(reading, path, 'must be true or false')

/** The reader of a JSON type; `digits` is the precision that timestamps keep. */
export const scalarReader = (valueType: ValueType, digits: 3 | 6): ReadScalar => {
  switch (valueType) {
    case 'string':
      return readText
    case 'timestamp':
      return readInstant(digits)
    case 'int32':
      return readInteger(-(2 ** 31), 2 ** 31 - 1)
    case 'int64':
      // Beyond these a JSON number loses digits on its way.
      return readInteger(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    case 'boolean':
      return readBoolean
  }
}
