import type { Failure, Progress } from './journal.ts'
import type { ImportKind, Pass, Row } from './kinds.ts'
import type { NumberedRow } from './read-csv.ts'

/** Rows that are sent together, and those before their end that cannot be sent. */
export interface Batch {
  readonly lines: readonly number[]
  readonly rows: readonly Row[]
  readonly failures: readonly Failure[]
  /** Rows read so far in this pass. */
  readonly until: number
}

/** Small enough that the server is never busy with one for long, and takes it as one body. */
const most = { rows: 200, bytes: 700_000 } as const

/** The rows of one pass that are not settled yet, in batches. Of rows with the same key the first counts. */
export async function* batchesOf(
  rows: AsyncIterable<NumberedRow>,
  { kind, pass, progress }: { readonly kind: ImportKind; readonly pass: Pass; readonly progress: Progress },
): AsyncGenerator<Batch> {
  const [settled, failed, judge] = [progress.rows, new Set(progress.failedLines), createJudge(kind)]
  let read = 0
  let batch = emptyBatch()
  for await (const numbered of rows) {
    const failure = judge(numbered)
    if (++read <= settled || failed.has(numbered.line)) continue
    const shaped = failure ? null : pass.shape(numbered.row)
    const bytes = shaped === null ? 0 : Buffer.byteLength(JSON.stringify(shaped))
    if (batch.bytes > 0 && batch.bytes + bytes > most.bytes) {
      yield { ...batch, until: read - 1 }
      batch = emptyBatch()
    }
    if (failure) batch.failures.push(failure)
    else if (bytes > most.bytes) batch.failures.push(tooLarge(numbered, kind))
    else if (shaped !== null) add(batch, numbered.line, shaped, bytes)
    if (batch.rows.length + batch.failures.length < most.rows) continue
    yield { ...batch, until: read }
    batch = emptyBatch()
  }
  if (read > settled) yield { ...batch, until: read }
}

interface Growing {
  readonly lines: number[]
  readonly rows: Row[]
  readonly failures: Failure[]
  bytes: number
}

const emptyBatch = (): Growing => ({ lines: [], rows: [], failures: [], bytes: 0 })

const add = (batch: Growing, line: number, row: Row, bytes: number): void => {
  batch.lines.push(line)
  batch.rows.push(row)
  batch.bytes += bytes
}

/** Tells of each row, in the order of the file, why it cannot be sent; null for one that can. */
const createJudge = (kind: ImportKind) => {
  const lines = new Map<string, number>()
  return (numbered: NumberedRow): Failure | null => {
    const [{ line, problem }, key] = [numbered, keyOf(numbered, kind)]
    if (problem) return { line, key, ...problem }
    const earlier = lines.get(kind.sameKey(key))
    if (earlier !== undefined) return { line, key, field: kind.key, reason: `repeats line ${earlier}` }
    lines.set(kind.sameKey(key), line)
    return null
  }
}

const tooLarge = (numbered: NumberedRow, kind: ImportKind): Failure => ({
  ...{ line: numbered.line, key: keyOf(numbered, kind), field: '' },
  reason: `is larger than ${most.bytes} bytes`,
})

const keyOf = ({ row }: NumberedRow, { key }: ImportKind): string => String(row[key] ?? '').slice(0, 255)
