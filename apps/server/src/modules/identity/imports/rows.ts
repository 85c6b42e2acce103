import type { ImportedRow, ImportReceipt } from '@spillway/contract'
import { type Database, isUniqueViolation } from '@spillway/control-store'
import { sql } from 'kysely'
import type { z } from 'zod'
import { SpillwayError } from '../../../platform/errors.ts'

export type RowOutcome = Omit<ImportedRow, 'row' | 'key'>

/** How rows of one kind are read and carried out. */
export interface RowWork<Row> {
  readonly schema: z.ZodType<Row>
  /** What makes two rows mean the same thing. */
  readonly keyOf: (row: Row) => string
  readonly carryOut: (row: Row) => Promise<RowOutcome>
  readonly taken: string
}

/** A number taken at the same moment elsewhere is another one the next time. */
const attempts = 3

/** Carries rows out one by one within a transaction, each wholly or not at all, and tells what became of each. */
export const carryOutRows = async <Row>(db: Database, rows: readonly unknown[], work: RowWork<Row>) => {
  const results: ImportedRow[] = []
  const seen = new Map<string, number>()
  for (const [index, given] of rows.entries()) {
    const row = index + 1
    const read = readRow(given, work)
    if (read.outcome) {
      results.push({ row, key: read.key, ...read.outcome })
      continue
    }
    const key = work.keyOf(read.row)
    const earlier = seen.get(key)
    seen.set(key, row)
    const outcome = earlier === undefined ? await atomically(db, read.row, work) : failed('', `repeats row ${earlier}`)
    results.push({ row, key, ...outcome })
  }
  return receiptOf(results)
}

const readRow = <Row>(given: unknown, { schema }: RowWork<Row>) => {
  const read = schema.safeParse(given)
  if (read.success) return { row: read.data, outcome: null }
  const [issue] = read.error.issues
  const field = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : (issue?.path.map(String).join('.') ?? '')
  return { key: keyText(given), outcome: failed(field.slice(0, 100), issue?.message ?? 'cannot be read') }
}

const keyText = (given: unknown): string => {
  const { userName, guid } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>
  return String(userName ?? guid ?? '').slice(0, 255)
}

const atomically = async <Row>(db: Database, row: Row, work: RowWork<Row>): Promise<RowOutcome> => {
  for (let attempt = 1; ; attempt++) {
    await sql`savepoint import_row`.execute(db)
    try {
      const outcome = await work.carryOut(row)
      await sql`release savepoint import_row`.execute(db)
      return outcome
    } catch (error) {
      await sql`rollback to savepoint import_row`.execute(db)
      await sql`release savepoint import_row`.execute(db)
      if (isUniqueViolation(error) && attempt < attempts) continue
      return failureOf(error, work.taken)
    }
  }
}

/** What the sender can mend; a failure of the store ends the whole request. */
const failureOf = (error: unknown, taken: string): RowOutcome => {
  if (isUniqueViolation(error)) return failed('', taken)
  if (!(error instanceof SpillwayError) || error.status >= 500) throw error
  return failed((error.details.field ?? '').replace(/^body\./, ''), error.message)
}

export const failed = (field: string, reason: string): RowOutcome => ({
  outcome: 'failed',
  id: null,
  ...(field && { field }),
  reason,
})

/** Refuses a row for what one of its fields says. */
export const refusedField = (field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field, reason })

const receiptOf = (rows: ImportedRow[]): ImportReceipt => {
  const count = (outcome: ImportedRow['outcome']) => rows.filter((row) => row.outcome === outcome).length
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    failed: count('failed'),
    rows,
  }
}
