import type { IncomingMessage } from 'node:http'
import type { Route } from './route.ts'

/** Encodes the slashes that clients leave as they are within one path parameter, so that the router sees one segment. */
export const slashEncoder = (routes: readonly Route[]): ((url: string) => string) => {
  const patterns = routes.flatMap(({ operation: { path, slashedParam } }) =>
    slashedParam === undefined ? [] : [patternOf(path, slashedParam)],
  )
  return (url) => {
    const queryAt = url.indexOf('?')
    const path = queryAt < 0 ? url : url.slice(0, queryAt)
    const [, before, value, after] = firstMatch(patterns, path) ?? []
    if (before === undefined || value === undefined || !value.includes('/')) return url
    return before + value.replaceAll('/', '%2F') + after + (queryAt < 0 ? '' : url.slice(queryAt))
  }
}

const firstMatch = (patterns: readonly RegExp[], path: string): RegExpExecArray | null => {
  for (const pattern of patterns) {
    const match = pattern.exec(path)
    if (match) return match
  }
  return null
}

/** What stands before the parameter, its whole value, and what stands after it at the very end. */
const patternOf = (path: string, parameter: string): RegExp => {
  const [before = '', after = ''] = path.split(`{${parameter}}`)
  return new RegExp(`^(${segments(before)})(.+?)(${segments(after)}${after === '' ? '' : '/?'})$`, 'i')
}

const segments = (path: string): string =>
  path.replaceAll(/[.~+-]/g, (sign) => `\\${sign}`).replaceAll(/\{[^}]+\}/g, '[^/]+')

/** One rewriting of URLs after another. */
export const rewritten =
  (first: (raw: IncomingMessage) => string, then: (url: string) => string) =>
  (raw: IncomingMessage): string =>
    then(first(raw))
