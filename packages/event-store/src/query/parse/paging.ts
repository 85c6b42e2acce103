import type { Page } from '../types.ts'
import { isMissing, type JsonObject, type Reading, report } from './reading.ts'

const maximumTokenLength = 4_096

const readPageSize = (value: unknown, reading: Reading): number => {
  if (isMissing(value)) return 100
  const { pageSize } = reading.limits
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= pageSize) return value
  report(reading, 'INVALID_PAGE_SIZE', `pgSize must be an integer from 1 to ${pageSize}`)
  return 1
}

const readPageNumber = (value: unknown, size: number, reading: Reading): number => {
  if (isMissing(value)) return 1
  const { window } = reading.limits
  const isNumber = typeof value === 'number' && Number.isInteger(value) && value >= 1
  if (isNumber && value * size <= window) return value
  report(reading, 'INVALID_PAGE_NUMBER', `pgNum must be at least 1, and pgNum times pgSize at most ${window}`)
  return 1
}

// One client puts a backslash before every quote of a token.
const unescaped = (token: string): string => token.replaceAll('\\"', '"')

const readToken = (token: unknown, limit: number, reading: Reading): Page | null => {
  if (typeof token !== 'string' || token.length > maximumTokenLength || token.includes('\0') || !token.isWellFormed()) {
    return report(reading, 'INVALID_PAGE_TOKEN', 'INVALID_PAGE_TOKEN: pgToken names no known event')
  }
  return { kind: 'stream', after: token === '' ? null : unescaped(token), limit }
}

/** Page of a search: a stream when there is a token, even an empty one, else a window. */
export const readPage = ({ pgToken, pgNum, pgSize }: JsonObject, reading: Reading): Page | null => {
  const limit = readPageSize(pgSize, reading)
  if (!isMissing(pgToken)) return readToken(pgToken, limit, reading)
  const number = readPageNumber(pgNum, limit, reading)
  return { kind: 'window', offset: (number - 1) * limit, limit }
}
