import { querySamples } from '../samples/queries.ts'
import { fixtureEvent } from '../support/fixture-events.ts'
import { detectionRequests } from './detection-seeds.ts'

/** A request that is right, to be made wrong. */
export interface Seed {
  readonly path: string
  readonly type: string
  /** One JSON value, or several for a body of lines. */
  readonly values: readonly unknown[]
  readonly lines: boolean
}

const json = (path: string, value: unknown): Seed => ({ path, type: 'application/json', values: [value], lines: false })

const groupingOf = (path: string) =>
  path.startsWith('/v1')
    ? ['destinationName', 'fileSize', 'riskIndicatorNames']
    : ['destination.name', 'file.sizeInBytes', 'risk.indicators.name']

const searches = querySamples.map(({ path, body }) => json(path, { ...body, pgSize: 10 }))
const groupings = querySamples.flatMap(({ path, body }) =>
  groupingOf(path).map((groupingTerm) => json(`${path}/grouping`, { groups: body.groups, groupingTerm, size: 10 })),
)
const exports = querySamples.map(({ path, body }) =>
  json(`${path}/export`, {
    groups: body.groups,
    srtKey: path.startsWith('/v1') ? 'eventId' : '@timestamp',
    srtDir: 'asc',
  }),
)
const events = Array.from({ length: 30 }, (_, number) => fixtureEvent(number, new Date('2026-01-15T12:00:00.000Z')))
// No event of the seeds bears an id, so that the server names them and equal ones do not pile up.
const anonymous = events.map(({ event: { id: _id, ...event }, ...rest }) => ({ ...rest, event }))

const ingests: readonly Seed[] = anonymous.flatMap((event, number) => [
  json('/v1/ingest/file-events', [event, anonymous[(number + 1) % anonymous.length]]),
  {
    path: '/v1/ingest/file-events',
    type: 'application/x-ndjson',
    values: anonymous.slice(number, number + 3),
    lines: true,
  },
])

const detections = detectionRequests.map(([path, value]) => json(path, value))

/** In equal parts whatever their numbers. */
export const seedFamilies: readonly (readonly Seed[])[] = [searches, groupings, exports, ingests, detections]
