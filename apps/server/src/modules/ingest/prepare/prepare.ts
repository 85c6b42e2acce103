import { createHash } from 'node:crypto'
import { ingestLimits, type RejectedRow } from '@spillway/contract'
import type { FileEvent } from '@spillway/event-model'
import { SpillwayError } from '../../../platform/errors.ts'
import { circumstancesAt, describeActor } from '../context/circumstances.ts'
import { type Ask, type ContextAnswer, type ContextQuestion, questionOf } from '../context/question.ts'
import { enrich, type Origin } from '../enrich/index.ts'
import type { ScoreEvents } from '../score.ts'
import { decode } from './decode.ts'
import { parseRow } from './parse-row.ts'
import { createRowRenderer, type RowBytes } from './row-bytes.ts'
import { elementsOf, linesOf, type RowPlace } from './rows.ts'
import { readUtf8 } from './utf8.ts'

/** A body as it came, with what is known about it. Plain data, so that it can go to another thread. */
export interface BatchInput {
  readonly body: Uint8Array
  readonly type: 'application/x-ndjson' | 'application/json'
  readonly encoding: string
  readonly origin: Origin
}

/** A body turned into rows for the store. Plain data as well. */
export interface PreparedBatch extends RowBytes {
  /** Ids of the rows, in their order. */
  readonly ids: readonly string[]
  /** SHA-256 of the decoded body. */
  readonly bodyHash: string
  readonly received: number
  readonly duplicates: number
  readonly rejectedRows: number
  readonly rejected: readonly RejectedRow[]
}

/** Limits of one body; the contract's unless a test narrows them. */
export type PrepareLimits = { readonly [Limit in keyof typeof ingestLimits]: number }

/** How events are judged, and who tells what is known beside them. */
export interface Judging {
  readonly score: ScoreEvents
  readonly ask: Ask
}

/**
 * Decodes, splits, validates, enriches, scores and renders one body. Throws `SpillwayError` when the body as a whole is
 * unusable; rows that are unusable by themselves are named in the result.
 */
export const prepareBatch = async (
  { body, type, encoding, origin }: BatchInput,
  judging: Judging,
  limits: PrepareLimits = ingestLimits,
): Promise<PreparedBatch> => {
  const bytes = readUtf8(decode(body, encoding, limits.bytes))
  const batch = collector(origin, judging, limits, bytes.byteLength)
  for (const place of type === 'application/json' ? elementsOf(bytes) : linesOf(bytes)) {
    batch.take(bytes, place)
    if (batch.isChunkFull()) await batch.turn()
  }
  return { ...(await batch.finish()), bodyHash: createHash('sha256').update(bytes).digest('hex') }
}

/** Events asked about at a time: each question costs the main thread much by itself, and whole events are large. */
const chunkEvents = 1_000

/** Events that wait for an answer. */
interface Chunk {
  readonly events: readonly FileEvent[]
  readonly question: ContextQuestion
  readonly answer: Promise<ContextAnswer>
}

/** Turns rows into stored form chunk by chunk, and counts what is left out. */
const collector = (origin: Origin, { score, ask }: Judging, limits: PrepareLimits, bodyBytes: number) => {
  const renderer = createRowRenderer(origin, Math.ceil(bodyBytes * 1.5))
  const rejected: RejectedRow[] = []
  const ids: string[] = []
  const givenIds = new Set<string>()
  let events: FileEvent[] = []
  let asked: Chunk | null = null
  let received = 0
  let rejectedRows = 0
  let duplicates = 0

  /** Scores and renders what was asked about before. */
  const settle = async ({ events, question, answer }: Chunk): Promise<void> => {
    const known = await answer
    for (const [index, event] of events.entries()) describeActor(event, question, known, index)
    const scored = score(events, origin, (index) => circumstancesAt(known, index))
    for (const { event } of scored) ids.push(event.id)
    renderer.append(scored)
  }
  /** Asks about the rows taken, and works on those before them meanwhile. */
  const turn = async (): Promise<void> => {
    const before = asked
    asked = events.length > 0 ? askAbout(events, ask) : null
    events = []
    if (before) await settle(before)
  }
  /** True when an earlier row bears the same id. */
  const isRepeated = (id: string): boolean => {
    if (id === '') return false
    const before = givenIds.size
    return givenIds.add(id).size === before
  }
  const reject = (row: number, problems: readonly { path: string; reason: string }[]): void => {
    rejectedRows++
    for (const { path, reason } of problems) {
      if (rejected.length < limits.problems) rejected.push({ row, path, reason })
    }
  }
  const take = (bytes: Buffer, { start, end, row }: RowPlace): void => {
    if (++received > limits.events) throw tooManyEvents(limits.events)
    const parsed = parseRow(bytes, start, end, limits)
    if (!parsed.ok) reject(row, parsed.problems)
    else if (isRepeated(parsed.event.event.id)) duplicates++
    else {
      enrich(parsed.event, origin, row)
      events.push(parsed.event)
    }
  }
  const finish = async () => {
    await turn()
    await turn()
    return { ...renderer.finish(), ids, received, duplicates, rejectedRows, rejected }
  }
  return { take, turn, finish, isChunkFull: () => events.length >= chunkEvents }
}

const askAbout = (events: readonly FileEvent[], ask: Ask): Chunk => {
  const question = questionOf(events)
  const answer = ask(question)
  // Whoever waits for it is told; where a bad row ends the batch first, nobody does.
  answer.catch(() => undefined)
  return { events, question, answer }
}

const tooManyEvents = (limit: number): SpillwayError =>
  new SpillwayError('PAYLOAD_TOO_LARGE', { field: 'body', reason: `The body holds more than ${limit} events` })
