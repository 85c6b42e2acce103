import type { Term } from '@spillway/event-model'
import { isMissing, type JsonObject, type Reading, report } from './reading.ts'

/** Term and direction of a sort. */
export interface Sorting {
  readonly term: Term
  readonly direction: 'ASC' | 'DESC'
}

const readDirection = (value: unknown, reading: Reading): Sorting['direction'] => {
  if (isMissing(value)) return 'DESC'
  const direction = typeof value === 'string' ? value.toUpperCase() : ''
  if (direction === 'ASC' || direction === 'DESC') return direction
  report(reading, 'ILLEGAL_SORT', 'srtDir must be asc or desc')
  return 'DESC'
}

const readSortTerm = (key: unknown, reading: Reading): Term | null => {
  const name = isMissing(key) || key === '' ? defaultKey(reading) : key
  const term = typeof name === 'string' ? reading.terms.get(name) : undefined
  if (!term) return report(reading, 'ILLEGAL_SORT', 'srtKey is not a search term of this version')
  return term.sortable
    ? term
    : report(reading, 'ILLEGAL_SORT', `${term.name} has several values and cannot be sorted by`)
}

const defaultKey = ({ terms }: Reading): string => (terms.has('@timestamp') ? '@timestamp' : 'eventTimestamp')

/** Sort of a search or export: latest activity first unless told otherwise. */
export const readSorting = ({ srtKey, srtDir }: JsonObject, reading: Reading): Sorting | null => {
  const term = readSortTerm(srtKey, reading)
  const direction = readDirection(srtDir, reading)
  return term && { term, direction }
}
