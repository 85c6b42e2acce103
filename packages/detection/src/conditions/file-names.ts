import type { FileNameIndicator } from '../scoring/settings.ts'
import type { StoredIndicator, Weighed } from '../scoring/weigh.ts'
import { fits, longestLiteral } from './glob.ts'

/** Adds the indicators whose patterns fit a file name. */
export type FindFileNames = (name: string, found: StoredIndicator[]) => void

interface Candidate {
  readonly pattern: string
  readonly indicator: StoredIndicator
}

/** Letters that a pattern must have in a row, so that it is found by them: a wildcard alone would fit every name. */
const fewestLetters = 3

/** True for patterns that can be looked up: no wildcard, `*.ext`, or letters enough between wildcards. */
export const isUsablePattern = (pattern: string): boolean =>
  !isWild(pattern) || pureSuffix(pattern) !== null || longestLiteral(pattern).length >= fewestLetters

/** No file system gives longer names. */
const longestName = 1_024

const isWild = (pattern: string): boolean => /[*?]/.test(pattern)

/** The extension of `*.ext`; null for other patterns. */
const pureSuffix = (pattern: string): string | null => /^\*\.([^*?.]+)$/.exec(pattern)?.[1] ?? null

/** One number for three characters. */
const keyAt = (text: string, at: number): number =>
  text.charCodeAt(at) * 2 ** 32 + text.charCodeAt(at + 1) * 2 ** 16 + text.charCodeAt(at + 2)

/**
 * Finds marked names. Whole names and extensions are looked up; other patterns are tried only where three of their
 * letters stand in the name, so that the cost hardly grows with their number.
 */
export const compileFileNames = (indicators: readonly FileNameIndicator[], weighed: Weighed): FindFileNames | null => {
  const whole = new Map<string, Candidate[]>()
  const bySuffix = new Map<string, Candidate[]>()
  const byLetters = new Map<number, Candidate[]>()
  for (const { id, patterns } of indicators) {
    const indicator = weighed.get(id)
    if (indicator) for (const each of patterns) place({ pattern: each.toLowerCase(), indicator })
  }
  function place(candidate: Candidate): void {
    const { pattern } = candidate
    const suffix = pureSuffix(pattern)
    if (!isWild(pattern)) append(whole, pattern, candidate)
    else if (suffix !== null) append(bySuffix, suffix, candidate)
    else append(byLetters, keyAt(longestLiteral(pattern), 0), candidate)
  }
  if (whole.size + bySuffix.size + byLetters.size === 0) return null
  return (name, found) => {
    const lower = name.slice(0, longestName).toLowerCase()
    addAll(whole.get(lower), found)
    const dot = lower.lastIndexOf('.')
    if (dot >= 0) addAll(bySuffix.get(lower.slice(dot + 1)), found)
    if (byLetters.size > 0) addByLetters(lower, byLetters, found)
  }
}

const append = <Key>(table: Map<Key, Candidate[]>, key: Key, candidate: Candidate): void => {
  const others = table.get(key)
  if (others) others.push(candidate)
  else table.set(key, [candidate])
}

const addAll = (candidates: readonly Candidate[] | undefined, found: StoredIndicator[]): void => {
  if (candidates) for (const { indicator } of candidates) if (!found.includes(indicator)) found.push(indicator)
}

const addByLetters = (name: string, table: ReadonlyMap<number, Candidate[]>, found: StoredIndicator[]): void => {
  for (let at = 0; at + fewestLetters <= name.length; at++) {
    const candidates = table.get(keyAt(name, at))
    if (candidates) {
      addAll(
        candidates.filter(({ pattern }) => fits(name, pattern)),
        found,
      )
    }
  }
}
