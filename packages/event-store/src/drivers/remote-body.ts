import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { boundText, urlSize } from './bound-text.ts'
import type { Parameters } from './driver.ts'

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
  const size = Object.values(parameters).reduce<number>((total, value) => total + urlSize(value), 0)
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
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`param_${name}`, boundText(value)]))
}

function multipart(boundary: string, parts: Record<string, string>): string {
  const part = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  return `${Object.entries(parts).map(part).join('')}--${boundary}--\r\n`
}
