import { SpillwayError } from '../../platform/errors.ts'

/** How the version that was called speaks of people. Clients look for these words. */
export type Noun = 'User' | 'Actor'

export const refused = (reason: string, field?: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { reason, ...(field !== undefined && { field }) })

export const listNotFound = (): SpillwayError => new SpillwayError('NOT_FOUND', { reason: 'Watchlist not found' })

/** Calls that change who is on a list answer 400 for a list that is not there. */
export const listRefused = (): SpillwayError => refused('Watchlist not found')

export const notOnList = (noun: string): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: `${noun} not found on the watchlist` })

export const subjectRefused = (noun: string, subject: string): SpillwayError =>
  refused(`${noun} not found: ${subject.slice(0, 100)}`)

/** py42 knows the refusal by this very sentence. */
export const typeRefused = (given: string): SpillwayError =>
  refused(`Error converting value "${given}" to type 'WatchlistSdk.Model.WatchlistType'.`)
