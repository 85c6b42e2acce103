import type { ImportReceipt, SpillwayClient } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import { inOrder } from '../ingest/in-order.ts'
import { openInput } from '../ingest/open-input.ts'
import { grouped } from '../output/text.ts'
import { type Bar, startBar } from './bar.ts'
import { type Batch, batchesOf } from './batches.ts'
import { type Failure, type Journal, openJournal } from './journal.ts'
import type { ImportKind, Pass } from './kinds.ts'
import { readCsv } from './read-csv.ts'
import { surveyOf } from './survey.ts'

export interface ImportOptions {
  readonly fresh?: boolean
  readonly json?: boolean
}

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
  const { hash, lines } = await surveyOf(await openInput(context, file))
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
  const batches = batchesOf(readCsv(await openInput(context, file), kind), { kind, pass, progress: journal.progress })
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

/** Rows that failed, in the order of the file. */
const failuresOf = ({ lines, failures }: Batch, receipt: ImportReceipt | null): Failure[] => {
  const refused = (receipt?.rows ?? []).filter(({ outcome }) => outcome === 'failed')
  const told = refused.map(({ row, key, field = '', reason = '' }) => ({
    line: lines[row - 1] ?? 0,
    key,
    field,
    reason,
  }))
  return [...failures, ...told].toSorted((one, other) => one.line - other.line)
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
