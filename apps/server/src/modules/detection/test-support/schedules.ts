import { timingOf } from '@spillway/detection'
import { type FileEvent, parseFileEvent } from '@spillway/event-model'
import fc from 'fast-check'
import type { Cursor } from '../cursor.ts'
import type { DetectionLog } from '../engine.ts'
import { shardCount } from '../shards.ts'

/** Where the times of events begin, in milliseconds since 1970. */
export const noon = Date.parse('2026-01-05T12:00:00Z')

/** How late events may come: two hours. */
export const timing = timingOf(2)
/** When events were, by what they tell: at few places, so that windows fill up over many hours of receipt. */
const places = [0, 90, 180, 400, 1_800].map((minute) => fc.integer({ min: minute, max: minute + 20 }))
/** Minutes by which others come after what they tell, on both sides of either bound. */
const offsets = [
  ...[fc.integer({ min: 0, max: 40 }), fc.integer({ min: 105, max: 135 }), fc.integer({ min: -1_460, max: -1_420 })],
]

export interface Happened {
  readonly person: number
  /** Minutes after the one before until it was received. */
  readonly gap: number
  /** Minutes after noon that it tells, or by which it was received later than it tells. */
  readonly told: { readonly at: number } | { readonly late: number }
  readonly media: boolean
  /** Under which of two names. */
  readonly name: number
  readonly trusted: boolean
  readonly node: number
}

/**
 * One turn of a schedule: who works, how much arrived before it, whether the process dies and where, and for how many
 * turns it stands still between judging and storing.
 */
export interface Turn {
  readonly worker: number
  readonly arrives: number
  readonly ends: 'never' | 'before' | 'after' | 'stops'
  readonly page: number
  readonly seconds: number
  readonly stands: number
  /** Whether upkeep looks by. */
  readonly tidies: boolean
}

export const happened = fc.record({
  person: fc.integer({ min: 0, max: 1 }),
  gap: fc.constantFrom(0, 0, 5, 30, 60, 120),
  told: fc.oneof(
    { weight: 3, arbitrary: fc.record({ at: fc.oneof(...places) }) },
    { weight: 1, arbitrary: fc.record({ late: fc.oneof(...offsets) }) },
  ),
  media: fc.boolean(),
  name: fc.integer({ min: 0, max: 1 }),
  trusted: fc.constantFrom(false, false, false, true),
  node: fc.integer({ min: 1, max: 2 }),
})
export const turn = fc.record({
  worker: fc.integer({ min: 0, max: 2 }),
  arrives: fc.constantFrom(0, 1, 2, 4, 12),
  ends: fc.constantFrom(...(['never', 'never', 'never', 'before', 'after', 'stops'] as const)),
  page: fc.constantFrom(1, 4, 9, 40),
  seconds: fc.constantFrom(0, 1, 2, 6),
  stands: fc.constantFrom(0, 0, 0, 1, 3),
  tidies: fc.constantFrom(false, false, false, true),
})

const instantOf = (minute: number): string => new Date(noon + minute * 60_000).toISOString()

/** `received` in minutes after noon. */
const eventOf = ({ person, told, media, name, trusted }: Happened, id: string, received: number): FileEvent => {
  const parsed = parseFileEvent({
    '@timestamp': instantOf('at' in told ? told.at : received - told.late),
    event: {
      id,
      ingested: instantOf(received),
      action: media ? 'removable-media-created' : 'application-read',
      observer: 'Endpoint',
    },
    user: { email: `p${person}-${name}@example.com` },
    file: { name: id, sizeInBytes: 10 },
    destination: { name: media ? 'Removable Media' : 'Dropbox', category: media ? 'Device' : 'Cloud Storage' },
    risk: trusted ? { score: 0, trusted } : { score: media ? 6 : 3, trusted, indicators: [{ name: 'Zip', weight: 3 }] },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.event
}

/** A log of two nodes, of which the first events have arrived; and when each is received, in milliseconds since 1970. */
export const logOf = (events: readonly Happened[]) => {
  let minute = 0
  const received = events.map(({ gap }) => {
    minute += gap
    return minute
  })
  const stored = events.map((each, index) => ({
    ...{ node: each.node, index, event: eventOf(each, `e${String(index).padStart(3, '0')}`, received[index] ?? 0) },
    seq: events.slice(0, index + 1).filter(({ node }) => node === each.node).length,
  }))
  const view = { arrived: 0, page: 500 }
  const log: DetectionLog = {
    follow: ({ after, until, shown }) => {
      const fresh = [1, 2].flatMap((at) =>
        stored.filter(
          ({ node, seq, index }) =>
            node === at &&
            index < view.arrived &&
            seq > Number(after[String(at)] ?? 0) &&
            seq <= (until ? Number(until[String(at)] ?? 0) : events.length),
        ),
      )
      const page = fresh.slice(0, view.page)
      const read = page.map(({ node, seq }) => [String(node), String(seq)] as const)
      return Promise.resolve({
        count: page.length,
        isEnd: page.length === fresh.length,
        events: page
          .filter(({ event }) => isOf(event, shown.parameters.shards as readonly number[] | undefined))
          .map(({ event }) => event),
        cursor: { ...after, ...Object.fromEntries(read) } as Cursor,
      })
    },
  }
  return { log, view, receivedAt: (index: number) => noon + (received[index] ?? 0) * 60_000 }
}
/** The shard of a name, as the engine has it, by another sum. */
const isOf = ({ user }: FileEvent, shards: readonly number[] | undefined): boolean =>
  shards === undefined ||
  shards.includes([...(user.email ?? '')].reduce((sum, sign) => sum * 31 + sign.charCodeAt(0), 7) % shardCount)
