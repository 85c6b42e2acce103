import type { Command } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../failure.ts'
import { inOrder } from '../ingest/in-order.ts'
import { batchLines } from '../ingest/lines.ts'
import { openInput } from '../ingest/open-input.ts'
import { type BatchOutcome, sendBatch } from '../ingest/send.ts'
import { grouped, printable } from '../output/text.ts'

interface IngestOptions extends ConnectionOptions {
  readonly json?: boolean
  readonly again?: boolean
}

interface Totals {
  received: number
  stored: number
  duplicates: number
  refused: number
}

// Under the limits of one request (10,000 events, 16 MiB), and small enough that progress moves.
const batchLimits = { lines: 5_000, bytes: 8 * 1024 * 1024 }
const requestsAtOnce = 2
const problemsShown = 20

export const addIngest = (program: Command, context: CliContext): Command => {
  const command = withConnection(program.command('ingest'))
    .description('Send file events from NDJSON: one event a line, .gz and .zst unpacked')
    .argument('<file>', 'file, or - for standard input')
    .option('--again', 'store a file that was sent before once more, where its events bear no id')
    .option('--json', 'a summary with every refused row as JSON')
    .action((file: string, options: IngestOptions) => ingest(context, file, options))
  return withExamples(command, [
    ['spillway ingest events.ndjson.gz', 'a file; running it twice stores it once'],
    ['connector | spillway ingest -', 'a stream'],
  ])
}

const ingest = async (context: CliContext, file: string, options: IngestOptions): Promise<void> => {
  const client = await connect(context, options)
  const keyPrefix = options.again ? `${context.newId()}-` : ''
  const batches = batchLines(await openInput(context, file), batchLimits)
  const send = (batch: Parameters<typeof sendBatch>[1]) => sendBatch(client, batch, { keyPrefix, signal: context.stop })
  const report = createReport(context, options.json ?? false)
  for await (const outcome of inOrder(batches, requestsAtOnce, send)) await report.add(outcome)
  await report.finish()
}

const createReport = (context: CliContext, json: boolean) => {
  const { errors, output } = context
  const totals: Totals = { received: 0, stored: 0, duplicates: 0, refused: 0 }
  const rejected: BatchOutcome['problems'][number][] = []
  const begun = context.clock().getTime()
  const rate = () => totals.received / Math.max(0.001, (context.clock().getTime() - begun) / 1000)
  let shown = 0

  const showProblems = async (problems: BatchOutcome['problems']) => {
    for (const { line, path, reason } of problems.slice(0, problemsShown - shown)) {
      await errors.write(`line ${line}: ${printable([path, reason].filter(Boolean).join(': '))}\n`)
    }
    shown += Math.min(problems.length, problemsShown - shown)
  }
  const add = async (outcome: BatchOutcome) => {
    for (const key of Object.keys(totals) as (keyof Totals)[]) totals[key] += outcome[key]
    if (json) rejected.push(...outcome.problems)
    else await showProblems(outcome.problems)
    if (errors.isTerminal) await errors.write(`\r\u001b[K${grouped(totals.received)} events, ${grouped(rate())}/s`)
  }
  const finish = async () => {
    if (errors.isTerminal) await errors.write('\r\u001b[K')
    await output.write(json ? `${JSON.stringify({ ...totals, rejected })}\n` : `${summary(totals, rate())}\n`)
    if (totals.refused > 0) throw new CliError('refusedRows', `${grouped(totals.refused)} rows were refused`)
  }
  return { add, finish }
}

const summary = ({ received, stored, duplicates, refused }: Totals, rate: number): string => {
  const parts = [`${grouped(stored)} of ${grouped(received)} events stored (${grouped(rate)}/s)`]
  if (duplicates > 0) parts.push(`${grouped(duplicates)} repeated inside a batch`)
  if (refused > 0) parts.push(`${grouped(refused)} refused`)
  return parts.join(', ')
}
