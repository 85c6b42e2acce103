import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Parameters, ParameterValue } from './driver.ts'

/** Statements and parameters beyond this many bytes leave the URL, which proxies and servers cut short. */
const urlBudget = 4096

export interface RequestBody {
  query: string
  query_params?: Record<string, unknown>
  values?: Readable
  http_headers?: Record<string, string>
}

/** How a statement travels: parameters in the URL while they are small, else all of it as a form. */
export function requestBody(sql: string, parameters: Parameters): RequestBody {
  const size = Object.values(parameters).reduce<number>((total, value) => total + roughSize(value), 0)
  if (size <= urlBudget) return { query: sql, query_params: { ...parameters } }
  const boundary = `spillway-${randomUUID()}`
  const form = multipart(boundary, { query: sql, ...namedParameters(parameters) })
  return {
    query: '',
    values: Readable.from([Buffer.from(form)], { objectMode: false }),
    http_headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  }
}

function namedParameters(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`param_${name}`, plainText(value)]))
}

function multipart(boundary: string, parts: Record<string, string>): string {
  const part = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  return `${Object.entries(parts).map(part).join('')}--${boundary}--\r\n`
}

function roughSize(value: ParameterValue): number {
  if (isList(value)) return value.reduce<number>((total, item) => total + roughSize(item) + 3, 2)
  return typeof value === 'string' ? encodeURIComponent(value.toWellFormed()).length : 20
}

/** Text the engine parses as a bound value: escaped as in its TSV format, strings in lists quoted. */
function plainText(value: ParameterValue): string {
  if (isList(value)) return `[${value.map(listText).join(',')}]`
  if (value === null) return '\\N'
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'string' ? escapeText(value) : String(value)
}

function listText(value: ParameterValue): string {
  if (isList(value)) return plainText(value)
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  return typeof value === 'string' ? `'${escapeText(value)}'` : String(value)
}

const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' }

function escapeText(text: string): string {
  return text.replace(/[\\'\t\n\r\0]/g, (character) => escapes[character] ?? character)
}

function isList(value: ParameterValue): value is readonly ParameterValue[] {
  return Array.isArray(value)
}
