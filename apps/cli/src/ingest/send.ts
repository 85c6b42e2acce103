import { createHash } from 'node:crypto'
import { type IngestReceipt, type RejectedRow, SpillwayApiError, type SpillwayClient } from '@spillway/sdk'
import type { LineBatch } from './lines.ts'

export interface LineProblem {
  readonly line: number
  readonly path: string
  readonly reason: string
}

/** What became of one batch. */
export interface BatchOutcome {
  readonly received: number
  readonly stored: number
  readonly duplicates: number
  readonly refused: number
  readonly problems: readonly LineProblem[]
}

/**
 * Sends one batch. Its idempotency key is the hash of its bytes: the same file sent again, after a crash or by
 * mistake, is stored once.
 */
export const sendBatch = async (
  client: SpillwayClient,
  { body, lineNumbers }: LineBatch,
  options: { readonly keyPrefix: string; readonly signal: AbortSignal },
): Promise<BatchOutcome> => {
  const idempotencyKey = `${options.keyPrefix}${createHash('sha256').update(body).digest('hex')}`
  try {
    const receipt = await client.ingest.fileEvents(body, { idempotencyKey, signal: options.signal, timeout: 120_000 })
    return outcomeOf(receipt, lineNumbers)
  } catch (error) {
    return refusedWhole(error, lineNumbers)
  }
}

const outcomeOf = (receipt: IngestReceipt, lineNumbers: readonly number[]): BatchOutcome => ({
  received: receipt.received,
  stored: receipt.stored,
  duplicates: receipt.duplicates,
  refused: receipt.rejectedRows,
  problems: receipt.rejected.map((row) => problemOf(row, lineNumbers)),
})

/** A batch without one good row is answered as an error that names the rows. */
const refusedWhole = (error: unknown, lineNumbers: readonly number[]): BatchOutcome => {
  if (!(error instanceof SpillwayApiError) || error.code !== 'INVALID_EVENTS') throw error
  const received = lineNumbers.length
  const problems = (error.problems as RejectedRow[]).map((row) => problemOf(row, lineNumbers))
  return { received, stored: 0, duplicates: 0, refused: received, problems }
}

const problemOf = ({ row, path, reason }: RejectedRow, lineNumbers: readonly number[]): LineProblem => ({
  line: lineNumbers[row - 1] ?? 0,
  path,
  reason,
})
