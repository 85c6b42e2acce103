import { userBehavior } from '../catalogue/contexts.ts'
import type { SessionActivity } from './activity.ts'
import { sessionIndicators } from './indicators.ts'

const movements: Readonly<Record<string, string>> = {
  cloudSharing: 'shared from',
  download: 'downloaded to a device that is not watched from',
  email: 'sent by mail from',
  fileUpload: 'uploaded to',
  removableMedia: 'written to',
}

const categories: Readonly<Record<string, string>> = {
  Pdf: 'PDF',
  SourceCode: 'Source code',
  VirtualDiskImage: 'Virtual disk image',
}

/** How the riskiest file of a session left, as a short phrase; empty without risk. */
export const exfiltrationSummary = ({ ways, top: [riskiest] }: SessionActivity): string => {
  if (!riskiest) return ''
  const way = Object.entries(ways).find(([key]) => isWayOf(key, riskiest.category, riskiest.way))
  const [category, movement, place] = JSON.parse(way?.[0] ?? '[null, "", null]') as [
    string | null,
    string,
    string | null,
  ]
  const kind = category === null || category === 'Uncategorized' ? '' : `${categories[category] ?? category} `
  const noun = (way?.[1].files ?? 1) === 1 ? 'file' : 'files'
  const phrase = `${kind}${noun} ${movements[movement] ?? 'moved to'} ${place ?? 'an unknown place'}`
  return phrase.charAt(0).toUpperCase() + phrase.slice(1)
}

const isWayOf = (key: string, category: string | null, way: string): boolean => {
  const [itsCategory, itsWay] = JSON.parse(key) as [string | null, string]
  return itsCategory === category && itsWay === way
}

const idsOf = (parts: (typeof userBehavior)['subcategories']): ReadonlySet<string> =>
  new Set(parts.flatMap(({ indicators }) => indicators.map(({ id }) => id)))
const behaviors = idsOf(userBehavior.subcategories.slice(0, 1))
const watchlists = idsOf(userBehavior.subcategories.slice(1))

/** What is known about person and moment, as a short phrase; empty where nothing is. */
export const contextSummary = (activity: SessionActivity, earlierSessions: number): string => {
  const indicators = sessionIndicators(activity)
  const named = (ids: ReadonlySet<string>) => indicators.filter(({ id }) => ids.has(id)).map(({ name }) => name)
  const own = indicators.filter(({ id }) => id.startsWith('watchlist-')).map(({ name }) => name)
  const lists = [...named(watchlists), ...own]
  const marked = indicators.filter(({ id }) => id.startsWith('fileName-')).map(({ name }) => name)
  const sources = indicators.filter(({ id }) => id.startsWith('Acquired from')).map(({ name }) => name)
  const parts = [
    ...named(behaviors),
    ...(lists.length === 0 ? [] : [`on watchlists: ${lists.join(', ')}`]),
    ...sources,
    ...marked,
    ...(earlierSessions === 0 ? [] : [`${earlierSessions} earlier ${earlierSessions === 1 ? 'session' : 'sessions'}`]),
  ]
  return parts.join('; ')
}
