import type { ImportReceipt, SpillwayClient } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import { inOrder } from '../ingest/in-order.ts'
import { openInput } from '../ingest/open-input.ts'
import { grouped } from '../output/text.ts'
import { type Bar, startBar } from './bar.ts'
import { type Failure, fingerprintOf, type Journal, openJournal } from './journal.ts'
import type { ImportKind, Pass, Row } from './kinds.ts'
import { readCsv } from './read-csv.ts'

export interface ImportOptions {
  readonly fresh?: boolean
  readonly json?: boolean
}

interface Batch {
  readonly lines: readonly number[]
  readonly rows: readonly Row[]
  /** Rows read so far in this pass. */
  readonly until: number
}

/** Small enough that the server is never busy with one for long. */
const batchRows = 200
const requestsAtOnce = 2

/** Imports a file; begun again after a stop, it goes on where it was. */
export const importFile = async (
  context: CliContext,
  client: SpillwayClient,
  file: string,
  kind: ImportKind,
  options: ImportOptions,
): Promise<void> => {
  const [journalPath, report] = [`${file}.import-journal.json`, `${file}.import-report.csv`]
  const { hash, lines } = await fingerprintOf(file)
  const journal = await openJournal(journalPath, report, `${kind.name} ${hash}`, options.fresh ?? false)
  if (journal.isResumed) await context.errors.write('Going on where the import stopped; --fresh begins anew\n')
  const total = Math.max(1, lines - 1)
  const bar = await startBar(context, total * kind.passes.length)
  try {
    while (journal.progress.pass < kind.passes.length) {
      const pass = kind.passes[journal.progress.pass] as Pass
      await runPass({ context, client, file, kind, journal, pass }, bar, journal.progress.pass * total)
      await journal.settle({ pass: journal.progress.pass + 1, rows: 0 }, [])
    }
  } finally {
    bar.stop()
  }
  await journal.finish()
  await tell(context, kind, journal, report, options)
}

interface Work {
  readonly context: CliContext
  readonly client: SpillwayClient
  readonly file: string
  readonly kind: ImportKind
  readonly journal: Journal
  readonly pass: Pass
}

const runPass = async ({ context, client, file, kind, journal, pass }: Work, bar: Bar, before: number) => {
  const isFirst = journal.progress.pass === 0
  const batches = batchesOf(readCsv(await openInput(context, file), kind), journal, pass)
  const send = async (batch: Batch) => {
    context.stop.throwIfAborted()
    const receipt = batch.rows.length > 0 ? await pass.send(client, batch.rows, context.stop) : null
    return { batch, receipt }
  }
  for await (const { batch, receipt } of inOrder(batches, requestsAtOnce, send)) {
    await journal.settle({ rows: batch.until, ...counted(journal, isFirst, receipt) }, failuresOf(batch, receipt))
    bar.update(before + batch.until)
  }
}

/** Later passes complete rows that the first one counted. */
const counted = ({ progress }: Journal, isFirst: boolean, receipt: ImportReceipt | null) =>
  isFirst && receipt
    ? {
        created: progress.created + receipt.created,
        updated: progress.updated + receipt.updated,
        unchanged: progress.unchanged + receipt.unchanged,
      }
    : {}

const failuresOf = ({ lines }: Batch, receipt: ImportReceipt | null): Failure[] =>
  (receipt?.rows ?? [])
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ row, key, field, reason }) => ({
      line: lines[row - 1] ?? 0,
      key,
      field: field ?? '',
      reason: reason ?? '',
    }))

async function* batchesOf(rows: ReturnType<typeof readCsv>, { progress }: Journal, pass: Pass): AsyncGenerator<Batch> {
  const [settled, failed] = [progress.rows, new Set(progress.failedLines)]
  let read = 0
  let batch: { lines: number[]; rows: Row[] } = { lines: [], rows: [] }
  for await (const { line, row } of rows) {
    if (++read <= settled) continue
    const shaped = failed.has(line) ? null : pass.shape(row)
    if (shaped !== null) {
      batch.lines.push(line)
      batch.rows.push(shaped)
    }
    if (batch.rows.length < batchRows) continue
    yield { ...batch, until: read }
    batch = { lines: [], rows: [] }
  }
  if (read > settled) yield { ...batch, until: read }
}

const tell = async (
  { output }: CliContext,
  { name }: ImportKind,
  { progress }: Journal,
  report: string,
  { json }: ImportOptions,
): Promise<void> => {
  const { created, updated, unchanged, failedLines } = progress
  const failed = failedLines.length
  if (json) await output.write(`${JSON.stringify({ created, updated, unchanged, failed, report })}\n`)
  else
    await output.write(
      `${name}: ${grouped(created)} created, ${grouped(updated)} updated, ${grouped(unchanged)} unchanged, ${grouped(failed)} failed\n`,
    )
  if (failed > 0) throw new CliError('refusedRows', `${grouped(failed)} rows failed`, `${report} tells which and why.`)
}
