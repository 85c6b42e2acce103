import type { Term } from '@spillway/event-model'
import { type Pattern, parsePathPattern, parsePattern } from '../pattern.ts'
import { isMissing, type JsonObject, type Reading, report } from './reading.ts'

type Read<Value> = (value: unknown, filter: JsonObject, reading: Reading) => Value | null

/** A string, number or boolean as text, within the length limit. */
export const readText: Read<string> = (value, filter, reading) => {
  if (isMissing(value)) return report(reading, 'MISSING_VALUE', 'A value is needed', filter)
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    return report(reading, 'ILLEGAL_VALUE', 'The value must be a string, number or boolean', filter)
  }
  const text = String(value)
  if (text.length > reading.limits.valueLength) {
    const limit = `The value is longer than ${reading.limits.valueLength} characters`
    return report(reading, 'MAX_LENGTH_EXCEEDED', limit, filter)
  }
  return text.includes('\0') || !text.isWellFormed()
    ? report(reading, 'ILLEGAL_VALUE', 'The value holds a NUL character or an unpaired surrogate', filter)
    : text
}

/** A value to compare text with, wildcards read. */
export const readPattern =
  (term: Term): Read<Pattern> =>
  (value, filter, reading) => {
    const text = readText(value, filter, reading)
    if (text === null) return null
    const pattern = term.valueClass === 'path' ? parsePathPattern(text) : parsePattern(text)
    reading.wildcards += pattern.filter((piece) => typeof piece !== 'object').length
    return pattern
  }

const digits = /^[+-]?\d{1,30}$/

// The columns hold 64-bit integers; beyond them a comparison has the same answer as at their edge.
const clamp = (value: bigint): bigint => {
  const edge = 2n ** 63n - 1n
  return value > edge ? edge : value < -edge ? -edge : value
}

const toInteger = (value: unknown): bigint | null => {
  if (typeof value === 'number') return Number.isInteger(value) ? clamp(BigInt(value)) : null
  return typeof value === 'string' && digits.test(value.trim()) ? clamp(BigInt(value.trim().replace('+', ''))) : null
}

/** An integer, as a JSON number or as digits in a string. */
export const readInteger: Read<bigint> = (value, filter, reading) => {
  if (isMissing(value)) return report(reading, 'MISSING_VALUE', 'A number is needed', filter)
  return toInteger(value) ?? report(reading, 'ILLEGAL_VALUE', 'The value must be an integer', filter)
}

/** A boolean, as such or as `TRUE` or `FALSE` in any case. */
export const readBoolean: Read<boolean> = (value, filter, reading) => {
  if (isMissing(value)) return report(reading, 'MISSING_VALUE', 'TRUE or FALSE is needed', filter)
  const text = String(value).toLowerCase()
  if (typeof value === 'object' || !['true', 'false'].includes(text)) {
    return report(reading, 'ILLEGAL_VALUE', 'The value must be TRUE or FALSE', filter)
  }
  return text === 'true'
}

/** A list of values, each counted as a criterion. */
export const readList =
  <Value>(read: Read<Value>): Read<Value[]> =>
  (value, filter, reading) => {
    if (isMissing(value)) return report(reading, 'MISSING_VALUE', 'A list of values is needed', filter)
    if (!Array.isArray(value)) return report(reading, 'ILLEGAL_VALUE', 'The value must be a list', filter)
    if (value.length === 0) return report(reading, 'MISSING_VALUE', 'The list of values is empty', filter)
    const { valuesPerFilter } = reading.limits
    if (value.length > valuesPerFilter) {
      const limit = `The list holds more than ${valuesPerFilter} values`
      return report(reading, 'MAX_VALUES_FOR_FILTER_EXCEEDED', limit, filter)
    }
    reading.criteria += value.length - 1
    return readAll(value, read, filter, reading)
  }

// The first bad element speaks for the list: the problem echoes the whole filter anyway.
const readAll = <Value>(values: unknown[], read: Read<Value>, filter: JsonObject, reading: Reading): Value[] | null => {
  const results: Value[] = []
  for (const value of values) {
    const result = read(value, filter, reading)
    if (result === null) return null
    results.push(result)
  }
  return results
}
