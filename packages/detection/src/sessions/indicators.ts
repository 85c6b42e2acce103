import type { SessionActivity } from './activity.ts'

/** An indicator with its weight at the time, and the events that carried it. */
export interface SessionIndicator {
  readonly id: string
  readonly name: string
  readonly weight: number
  readonly eventCount: number
}

/** Indicators of a session, the heaviest first. */
export const sessionIndicators = ({ indicators }: Pick<SessionActivity, 'indicators'>): readonly SessionIndicator[] =>
  Object.entries(indicators)
    .map(([key, { files }]) => {
      const [id, name, weight] = JSON.parse(key) as [string | null, string | null, number | null]
      return { id: id ?? name ?? '', name: name ?? id ?? '', weight: weight ?? 0, eventCount: files }
    })
    .sort((left, right) => right.weight - left.weight || (left.id < right.id ? -1 : 1))

/** Lists that the person was on at the time of some event. */
export const sessionWatchlists = ({ watchlists }: Pick<SessionActivity, 'watchlists'>) =>
  Object.entries(watchlists).map(([key, { files }]) => {
    const [id, type, title] = JSON.parse(key) as [string, string, string | null]
    return { id, type, title, eventCount: files }
  })

/** Ids and names that the person acted under. */
export const sessionPeople = ({ people }: Pick<SessionActivity, 'people'>) => {
  const pairs = Object.keys(people).map((key) => JSON.parse(key) as [string | null, string | null])
  const distinct = (values: readonly (string | null)[]) => [...new Set(values.filter((value) => value !== null))]
  return { ids: distinct(pairs.map(([id]) => id)), emails: distinct(pairs.map(([, email]) => email)) }
}
