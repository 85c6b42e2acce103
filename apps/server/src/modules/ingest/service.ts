import { createHash } from 'node:crypto'
import type { IngestReceipt } from '@spillway/contract'
import { formatInstant } from '@spillway/event-model'
import type { Caller } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { AdmissionControl } from './admission.ts'
import type { BatchNote, BatchRepository, KnownBatch } from './batches.ts'
import type { BatchContext, EventContext } from './context/index.ts'
import { checkCount, type Delivery } from './delivery.ts'
import type { AgentFacts, Origin } from './enrich/index.ts'
import type { GroupTransaction, Transaction } from './group-transaction.ts'
import type { Preparer } from './prepare/pool.ts'
import type { BatchInput, PreparedBatch } from './prepare/prepare.ts'
import { type RowBytes, selectRows } from './prepare/row-bytes.ts'
import type { ScoringSettings } from './scoring-settings.ts'
import type { Writer } from './writer.ts'

/** One request to store events. */
export interface Submission extends Pick<BatchInput, 'type' | 'encoding'> {
  /** Bytes the body is going to have, as far as is known before reading it. */
  readonly expectedBytes: number
  /** The body as sent. It is given away: its memory may be handed to another thread. */
  readonly read: () => Promise<Uint8Array>
  readonly caller: Caller
  readonly idempotencyKey: string | null
  readonly delivery: Delivery | null
}

/** A receipt, and whether it is the repeated answer to a batch stored before. */
export interface Submitted {
  readonly receipt: IngestReceipt
  readonly replayed: boolean
}

/** What ingest needs of the agents module. */
export interface AgentDesk {
  /** Null when the agent is unknown. */
  facts(agentUid: string): Promise<AgentFacts | null>
  /** True when every number of the delivery came with a batch that was stored. */
  hasArrived(delivery: Delivery & { readonly agentUid: string }): Promise<boolean>
  /** Notes which numbers of an agent's stream arrived, and what was lost. Doing it again changes nothing. */
  recordDelivery(
    transaction: Transaction,
    delivery: Delivery & { readonly agentUid: string; readonly batch: string; readonly rejected: number },
  ): Promise<void>
}

export interface IngestDependencies {
  readonly preparer: Preparer
  readonly admission: AdmissionControl
  readonly writer: Writer
  readonly batches: BatchRepository
  readonly transactions: GroupTransaction
  /** Ids of the events stored under a batch so far. */
  readonly storedRows: (batch: string) => Promise<ReadonlySet<string>>
  readonly agents: AgentDesk
  /** How a tenant scores, by every change that was acknowledged so far. */
  readonly scoringSettings: (tenantId: string) => Promise<ScoringSettings>
  readonly context: EventContext
  readonly node: number
  readonly clock: () => Date
  readonly newId: () => string
}

/** Another node's unfinished batch is left to that node for so long (milliseconds). */
const foreignBatchPatience = 60_000

/** A sender waits so long for its batch to be durable (milliseconds). */
const senderPatience = 20_000

interface Batch {
  readonly submission: Submission
  readonly origin: Origin
  readonly known: BatchContext
  readonly prepared: PreparedBatch
  readonly receipt: IngestReceipt
}

export const createIngestService = (dependencies: IngestDependencies) => {
  const { preparer, admission, writer, batches, transactions, storedRows, agents, node, clock, newId } = dependencies
  const { scoringSettings, context } = dependencies
  /** Batches under way, so that an impatient repeat joins instead of storing twice. */
  const underWay = new Map<string, { readonly bodyHash: string; readonly outcome: Promise<Submitted> }>()

  const originOf = async ({ caller, idempotencyKey }: Submission): Promise<Origin> => ({
    tenantId: caller.tenantId,
    node,
    batch: batchName(caller, idempotencyKey ?? newId(), idempotencyKey !== null),
    receivedAt: formatInstant(clock().getTime() * 1000, 6),
    ip: caller.ip || null,
    agent: caller.kind === 'agent' ? await agents.facts(caller.id) : null,
  })

  const noteOf = ({ submission, origin, prepared, receipt }: Batch): BatchNote => ({
    batch: origin.batch,
    callerId: submission.caller.id,
    bodyHash: prepared.bodyHash,
    node,
    receipt,
    at: clock(),
  })

  const recordDelivery = async ({ submission: { caller, delivery }, origin, receipt }: Batch): Promise<void> => {
    if (caller.kind !== 'agent' || !delivery) return
    const arrived = { ...delivery, agentUid: caller.id, batch: origin.batch, rejected: receipt.rejectedRows }
    await transactions.run((transaction) => agents.recordDelivery(transaction, arrived))
  }

  const storeOnce = async (batch: Batch): Promise<Submitted> => {
    const note = noteOf(batch)
    const known = await batches.find(note.batch)
    if (known) return continueKnown(batch, note, known)
    if (await isForgottenRepeat(batch)) return { receipt: batch.receipt, replayed: true }
    if (!(await transactions.run((transaction) => batches.begin(transaction, note)))) throw busyElsewhere()
    return finish(batch, batch.prepared)
  }

  // An agent may come back long after its key was forgotten; its numbers are not.
  const isForgottenRepeat = async ({ submission: { caller, delivery } }: Batch): Promise<boolean> =>
    caller.kind === 'agent' && delivery !== null && agents.hasArrived({ ...delivery, agentUid: caller.id })

  const continueKnown = async (batch: Batch, note: BatchNote, known: KnownBatch): Promise<Submitted> => {
    if (known.body_hash !== note.bodyHash) throw keyReused()
    if (known.status === 'stored') return { receipt: JSON.parse(known.result ?? '{}') as IngestReceipt, replayed: true }
    const isFresh = note.at.getTime() - Date.parse(known.created_at) < foreignBatchPatience
    if (known.node !== node && isFresh) throw busyElsewhere()
    await transactions.run((transaction) => batches.resume(transaction, note))
    const present = await storedRows(note.batch)
    return finish(
      batch,
      selectRows(batch.prepared, (index) => !present.has(batch.prepared.ids[index] ?? '')),
    )
  }

  /** Stores rows, then what follows from them. The batch counts as stored last, so a crash in between repeats the rest. */
  const finish = async (batch: Batch, rows: RowBytes): Promise<Submitted> => {
    if (rows.offsets.length > 0) await writer.write(rows)
    batch.known.settle(true)
    await recordDelivery(batch)
    // Not waited for: until it is written, a repeat finds every row stored and answers the same.
    transactions.run((transaction) => batches.finish(transaction, batch.origin.batch)).catch(() => undefined)
    return { receipt: batch.receipt, replayed: false }
  }

  const storeUnkeyed = async (batch: Batch): Promise<Submitted> => {
    await writer.write(batch.prepared)
    batch.known.settle(true)
    await recordDelivery(batch)
    return { receipt: batch.receipt, replayed: false }
  }

  const join = (batch: Batch): Promise<Submitted> => {
    const name = batch.origin.batch
    const { bodyHash } = batch.prepared
    const running = underWay.get(name)
    if (running) return running.bodyHash === bodyHash ? running.outcome : Promise.reject(keyReused())
    const outcome = storeOnce(batch).finally(() => underWay.delete(name))
    underWay.set(name, { bodyHash, outcome })
    return outcome
  }

  const prepare = async (submission: Submission, known: BatchContext): Promise<Batch> => {
    const origin = await originOf(submission)
    const { type, encoding, delivery } = submission
    const body = await submission.read()
    const settings = await scoringSettings(origin.tenantId)
    const prepared = await preparer.prepare({ body, type, encoding, origin }, settings, known.ask)
    checkCount(delivery, prepared.received)
    const receipt = receiptOf(prepared)
    if (receipt.stored === 0) throw nothingUsable(receipt)
    return { submission, origin, known, prepared, receipt }
  }

  /** Stores a body's events once; resolves when they are durable. Rejects with `SpillwayError`. */
  const submit = (submission: Submission): Promise<Submitted> =>
    admission.admit(submission.expectedBytes, async () => {
      const known = context.open()
      const batch = await prepare(submission, known).catch((error: unknown) => {
        known.settle(false)
        throw error
      })
      const outcome = submission.idempotencyKey === null ? storeUnkeyed(batch) : join(batch)
      return soon(outcome.finally(() => known.settle(false)))
    })

  return { submit }
}

export type IngestService = ReturnType<typeof createIngestService>

/** Lets the sender go when storing takes too long; the batch stays under way, and a repeat with its key joins it. */
const soon = async (outcome: Promise<Submitted>): Promise<Submitted> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(stillStoring()), senderPatience)
  })
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer))
}

/** Keys belong to their caller: two callers may use the same one. */
const batchName = (caller: Caller, name: string, keyed: boolean): string =>
  createHash('sha256')
    .update(JSON.stringify([caller.kind, caller.id, keyed, name]))
    .digest('hex')

const receiptOf = ({ received, duplicates, rejectedRows, rejected, offsets }: PreparedBatch): IngestReceipt => ({
  received,
  stored: offsets.length,
  duplicates,
  rejectedRows,
  rejected: [...rejected],
})

const nothingUsable = ({ received, rejectedRows, rejected }: IngestReceipt): SpillwayError =>
  new SpillwayError('INVALID_EVENTS', {
    field: 'body',
    reason: received === 0 ? 'The body holds no event' : 'No event of the body is valid',
    envelope: { received, rejectedRows, rejected },
  })

const keyReused = (): SpillwayError =>
  new SpillwayError('CONFLICT', {
    field: 'header.idempotency-key',
    reason: 'This idempotency key came with another body before',
  })

const stillStoring = (): SpillwayError =>
  new SpillwayError('STORE_UNAVAILABLE', {
    reason: 'The event store does not answer; send the batch again with the same idempotency key',
    retryAfterSeconds: 5,
  })

const busyElsewhere = (): SpillwayError =>
  new SpillwayError('STORE_UNAVAILABLE', { reason: 'Another node is storing this batch', retryAfterSeconds: 5 })
