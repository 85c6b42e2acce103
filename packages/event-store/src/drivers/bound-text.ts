import type { ParameterValue } from './driver.ts'

/** Text the engine parses as a bound value: escaped as in its TSV format, strings in lists quoted. */
export function boundText(value: ParameterValue): string {
  if (isList(value)) return `[${value.map(listText).join(',')}]`
  if (value === null) return '\\N'
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'string' ? escapeText(value) : String(value)
}

/** An upper bound of what a value takes in a URL. */
export function urlSize(value: ParameterValue): number {
  if (isList(value)) return value.reduce<number>((total, item) => total + urlSize(item) + 9, 6)
  return typeof value === 'string' ? encodeURIComponent(value.toWellFormed()).length : 24
}

/** A string literal of the engine's SQL. */
export function stringLiteral(text: string): string {
  return `'${escapeText(text)}'`
}

function listText(value: ParameterValue): string {
  if (isList(value)) return boundText(value)
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return typeof value === 'string' ? stringLiteral(value) : String(value)
}

const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' }

function escapeText(text: string): string {
  return text.replace(/[\\'\t\n\r\0]/g, (character) => escapes[character] ?? character)
}

function isList(value: ParameterValue): value is readonly ParameterValue[] {
  return Array.isArray(value)
}
