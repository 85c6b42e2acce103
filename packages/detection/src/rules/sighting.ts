import type { Membership } from '../conditions/watchlists.ts'
import { severityOf } from '../scoring/severity.ts'
import { type ActivityCount, type ActivityKind, type Bucket, bucketStart, type ObservedFile } from './bucket.ts'
import type { RuleMatch } from './compile.ts'
import type { JudgedEvent } from './judged.ts'
import { addTallies, type Tally } from './tally.ts'
import { anyTime, judgedAt, type Told } from './timing.ts'

/** How much one event counts that met a rule. */
export const countOf = (event: JudgedEvent, match: RuleMatch): ActivityCount => ({
  kind: kindOf(match),
  start: bucketStart(eventTime(event)),
  fileCount: 1,
  totalFileSize: sizeOf(event),
})

/** The bucket of one event that met a rule. */
export const sightingOf = (event: JudgedEvent & Told, match: RuleMatch, memberships: readonly Membership[]): Bucket => {
  const file = observedFile(event, wayOf(match))
  const counted = { files: 1, bytes: file.size }
  const once = (value: string): Tally => ({ [value]: counted })
  const several = (values: readonly (string | null)[]): Tally =>
    Object.fromEntries(values.filter((value) => value !== null && value !== '').map((value) => [value, counted]))
  return {
    ...countOf(event, match),
    tallies: withoutEmpty({
      ...Object.fromEntries(match.conditions.map(({ criterion, value }) => [criterion, once(value)])),
      category: once(file.category ?? 'Uncategorized'),
      severity: once(file.severity),
      [`indicator:${file.severity}`]: several(file.indicators.map(({ name }) => name)),
      exposure: several(exposuresOf(event)),
      source: once(kindOf(match) === 'endpoint' ? 'Endpoint' : (event.event.observer ?? 'Cloud')),
      address: several([event.source.ip]),
      ...placesOf(event, once),
      recipientDomain: several(event.destination.user.emailDomain),
      remote: several(event.risk.indicators.some(({ id }) => id === 'Remote') ? ['true'] : []),
      watchlist: several(memberships.map(({ id, type, title }) => JSON.stringify([id, type, title]))),
      toldDay: several(event.toldAt === undefined ? [] : [new Date(event.toldAt).toISOString().slice(0, 10)]),
    }),
    files: [file],
  }
}

/** The time that it bears; when it arrived, where that is missing. Milliseconds since 1970. */
export const eventTime = (event: JudgedEvent): number => judgedAt(event, anyTime)

const sizeOf = ({ file }: JudgedEvent): number => Number(file.sizeInBytes ?? 0)

/** The first condition is the way out. */
const wayOf = ({ conditions: [way] }: RuleMatch): string => way?.criterion.replace('vectors.', '') ?? ''

const kindOf = (match: RuleMatch): ActivityKind =>
  ['fileUpload', 'removableMedia', 'print'].includes(wayOf(match)) ? 'endpoint' : 'cloud'

/** An event as it is shown; `way` is the criterion of the way out, such as `fileUpload`. */
export const observedFile = (event: JudgedEvent & Told, way: string): ObservedFile => ({
  eventId: event.event.id,
  at: eventTime(event),
  ...(event.toldAt !== undefined && { toldAt: event.toldAt }),
  name: event.file.name,
  path: event.file.directory,
  category: event.file.category,
  size: sizeOf(event),
  way,
  score: event.risk.score ?? 0,
  severity: severityOf(event.risk.score ?? 0),
  indicators: event.risk.indicators,
})

/** Names as version 1 alerts have them (domain reference 1.9). */
const exposuresOf = ({ event: { action, shareType } }: JudgedEvent): readonly string[] => {
  if (action?.startsWith('removable-media')) return ['RemovableMedia']
  if (action?.startsWith('sync-app')) return ['CloudStorage']
  if (action === 'file-shared')
    return [
      ...(shareType.includes('Anyone with the link') ? ['PublicLinkShare'] : []),
      ...(shareType.includes('Shared with specific people') ? ['SharedOutsideTrustedDomain'] : []),
    ]
  if (action === 'file-emailed') return ['OutsideTrustedDomains']
  if (action === 'file-printed') return []
  return ['ApplicationRead']
}

const placesOf = ({ event: { action }, destination }: JudgedEvent, once: (value: string) => Tally) => {
  const name = destination.name ?? 'Unknown'
  if (action?.startsWith('sync-app')) return { sync: once(name) }
  return action === 'application-read' ? { place: once(JSON.stringify([destination.category, name])) } : {}
}

/** Sorted, so that one event alone is written as the sum of several is. */
const withoutEmpty = (groups: Readonly<Record<string, Tally>>): Readonly<Record<string, Tally>> =>
  Object.fromEntries(
    Object.entries(groups)
      .filter(([, tally]) => Object.keys(tally).length > 0)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, tally]) => [name, addTallies({}, tally)]),
  )
