import type { IngestReceipt } from '@spillway/contract'
import type { ControlStore, Row } from '@spillway/control-store'
import type { Transaction } from './group-transaction.ts'

/** A batch with an idempotency key, as it is written down before its events are stored. */
export interface BatchNote {
  /** Hash of caller and idempotency key. */
  readonly batch: string
  readonly callerId: string
  /** Hash of the decoded body. */
  readonly bodyHash: string
  readonly node: number
  readonly receipt: IngestReceipt
  readonly at: Date
}

export type KnownBatch = Row<'ingest_batch'>

/** Hours for which a key is remembered at least. */
const rememberedHours = 24
/** Batches that one transaction forgets: others wait for it where there is one writer. */
const expiredAtOnce = 2_000

export const createBatchRepository = ({ db }: Pick<ControlStore, 'db'>) => ({
  find: (batch: string): Promise<KnownBatch | undefined> =>
    db.selectFrom('ingest_batch').selectAll().where('key', '=', batch).executeTakeFirst(),

  /** Notes a batch as begun. False when another node noted it first. */
  begin: async (transaction: Transaction, note: BatchNote): Promise<boolean> => {
    const inserted = await transaction
      .insertInto('ingest_batch')
      .values(pending(note))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key')
      .execute()
    return inserted.length > 0
  },

  /** Takes over a batch that was begun and never finished. */
  resume: async (transaction: Transaction, { batch, node, at }: BatchNote): Promise<void> => {
    const taken = { node, created_at: at.toISOString() }
    await transaction.updateTable('ingest_batch').set(taken).where('key', '=', batch).execute()
  },

  finish: async (transaction: Transaction, batch: string): Promise<void> => {
    await transaction.updateTable('ingest_batch').set({ status: 'stored' }).where('key', '=', batch).execute()
  },

  /** Forgets batches past their time. */
  expire: async (transaction: Transaction, now: Date): Promise<boolean> => {
    const old = transaction.selectFrom('ingest_batch').select('key').where('expires_at', '<', now.toISOString())
    const { numDeletedRows } = await transaction
      .deleteFrom('ingest_batch')
      .where('key', 'in', old.limit(expiredAtOnce))
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows) < expiredAtOnce
  },
})

export type BatchRepository = ReturnType<typeof createBatchRepository>

const pending = ({ batch, callerId, bodyHash, node, receipt, at }: BatchNote) => ({
  key: batch,
  caller_id: callerId,
  body_hash: bodyHash,
  status: 'pending' as const,
  node,
  row_count: receipt.received,
  stored_count: receipt.stored,
  result: JSON.stringify(receipt),
  created_at: at.toISOString(),
  expires_at: new Date(at.getTime() + rememberedHours * 3_600_000).toISOString(),
})
