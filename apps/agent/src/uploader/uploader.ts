import { backoffDelay, SpillwayApiError, type SpillwayClient } from '@spillway/sdk'
import { createActivity } from '../activity.ts'
import { type Log, reasonOf } from '../log.ts'
import type { BatchLimits } from '../spool/reader.ts'
import type { OutgoingBatch, Spool } from '../spool/spool.ts'
import { judge } from './judge.ts'
import { createBell, pause } from './pause.ts'

export interface UploaderOptions {
  readonly spool: Pick<Spool, 'stream' | 'next' | 'narrow' | 'delivered' | 'onAppend'>
  /** Resolves once the agent is registered. */
  readonly client: () => Promise<Pick<SpillwayClient, 'ingest'>>
  readonly limits: BatchLimits
  readonly backoff: { readonly base: number; readonly cap: number }
  /** Milliseconds to collect what follows an event before sending. */
  readonly gather: number
  readonly random: () => number
  readonly log: Log
  /** Keeps an event no server would take; false when there is no room to. */
  readonly quarantine: (event: string) => Promise<boolean>
  /** Called with the rows of a batch that the server took and refused; 0 when it stored all of them. */
  readonly onRejected: (rows: number) => void
  /** Called after each answer and each failure. */
  readonly onOutcome: (failure: string | null) => void
}

/** Sends what is in the spool, batch after batch, for ever: no failure ends it, no batch holds it up for good. */
export const createUploader = (options: UploaderOptions) => {
  const { spool, log, random } = options
  const stopping = new AbortController()
  const bell = createBell()
  let failures = 0

  const succeed = async (last: number): Promise<void> => {
    failures = 0
    await spool.delivered(last)
    options.onOutcome(null)
  }

  const fail = async (batch: OutgoingBatch, error: unknown): Promise<void> => {
    if (stopping.signal.aborted) return
    options.onOutcome(reasonOf(error))
    const verdict = judge(error)
    if (verdict === 'refused') return refused(batch, error)
    if (verdict === 'poison') await isolate(batch, error)
    await backOff(error)
  }

  const refused = async ({ first, last }: OutgoingBatch, error: unknown): Promise<void> => {
    log.error({ first, last, reason: reasonOf(error), rows: rowsOf(error) }, 'Server refused every event of a batch')
    options.onRejected(last - first + 1)
    await succeed(last)
  }

  /** Halves the batch; a single event that cannot be taken is put aside. */
  const isolate = async ({ first, last, events }: OutgoingBatch, error: unknown): Promise<void> => {
    if (first < last) return spool.narrow(first + Math.floor((last - first) / 2))
    const kept = await options.quarantine(events[0] ?? '')
    log.error({ sequence: first, kept, reason: reasonOf(error) }, 'Server cannot take an event; it was put aside')
    await spool.delivered(last)
  }

  const backOff = async (error: unknown): Promise<void> => {
    const asked = error instanceof SpillwayApiError ? (error.retryAfter ?? 0) : 0
    const delay = Math.max(asked, backoffDelay(failures, options.backoff, random))
    failures += 1
    log.warn({ delay, reason: reasonOf(error) }, 'Upload failed; events wait on disk')
    await pause(delay, stopping.signal)
  }

  const send = async (batch: OutgoingBatch): Promise<void> => {
    const { ingest } = await options.client()
    const { first, last, dropped } = batch
    const receipt = await ingest.fileEvents(Buffer.from(`${batch.events.join('\n')}\n`), {
      idempotencyKey: `${spool.stream}-${first}-${last}`,
      stream: spool.stream,
      sequence: { first, last },
      dropped,
      signal: stopping.signal,
    })
    options.onRejected(receipt.rejectedRows)
    if (receipt.rejectedRows > 0) log.warn({ first, last, rows: receipt.rejected }, 'Server refused some events')
  }

  const round = async (): Promise<void> => {
    const batch = await spool.next(options.limits)
    if (!batch) {
      await bell.heard(stopping.signal)
      return pause(options.gather, stopping.signal)
    }
    try {
      await send(batch)
    } catch (error) {
      return fail(batch, error)
    }
    await succeed(batch.last)
  }

  const run = async (): Promise<void> => {
    spool.onAppend(bell.ring)
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) => backOff(error))
    }
  }

  return createActivity(stopping, run)
}

const rowsOf = (error: unknown): readonly unknown[] =>
  error instanceof SpillwayApiError ? error.problems.slice(0, 100) : []
