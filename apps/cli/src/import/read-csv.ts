import { CliError } from '../failure.ts'
import { columnNames, problemOf, type RowProblem, rowOf } from './columns.ts'
import { decoded } from './decode.ts'
import type { ImportKind, Row } from './kinds.ts'

/** A row with the line of the file it ends on, and why it cannot be sent. */
export interface NumberedRow {
  readonly line: number
  readonly row: Row
  readonly problem: RowProblem | null
}

/** Characters of one row at most; a longer one comes of a quote that is left open. */
const longestRow = 8 * 1024 * 1024

/** Rows of a CSV file with a header, one at a time. An empty cell tells nothing, nor does a row of such. */
export async function* readCsv(input: AsyncIterable<Uint8Array>, kind: ImportKind): AsyncGenerator<NumberedRow> {
  const parser = await startParser()
  const feeding = feed(decoded(input), parser)
  try {
    yield* rowsOf(parser as AsyncIterable<Parsed>, kind)
  } catch (error) {
    if ((error as { code?: unknown }).code === undefined) throw error
    throw new CliError('usage', `The file cannot be read as CSV: ${(error as Error).message}`)
  } finally {
    parser.destroy()
    await feeding
  }
}

/** Cells of a row, or what is wrong with its quotes. */
interface Parsed {
  readonly record: readonly string[] | Error
  readonly info: { readonly lines: number }
}

const startParser = async () => {
  const { parse } = await import('csv-parse')
  let told = 0
  const parser = parse({
    ...{ skip_empty_lines: true, skip_records_with_empty_values: true, trim: true },
    ...{ relax_column_count: true, info: true, skip_records_with_error: true },
    on_skip: (error) => {
      // After any other error the parser does not find the next row again, and what it passed over would be lost.
      if (error?.code !== 'INVALID_OPENING_QUOTE') throw error
      const { lines } = parser.info
      if (lines !== told) parser.push({ record: error, info: { lines } } satisfies Parsed)
      told = lines
    },
  })
  return parser
}

type Parser = Awaited<ReturnType<typeof startParser>>

async function* rowsOf(parsed: AsyncIterable<Parsed>, kind: ImportKind): AsyncGenerator<NumberedRow> {
  let names: string[] | null = null
  for await (const { record, info } of parsed) {
    if (names === null) {
      if (record instanceof Error) throw record
      names = columnNames(record, kind)
    } else if (record instanceof Error) {
      yield { line: info.lines, row: {}, problem: { field: '', reason: record.message } }
    } else {
      yield { line: info.lines, row: rowOf(names, record), problem: problemOf(names, record, kind.key) }
    }
  }
  if (names === null) throw new CliError('usage', 'The file is empty: a header with the columns is needed')
}

/** Hands the text on as fast as the parser takes it. */
const feed = async (input: AsyncIterable<string>, parser: Parser): Promise<void> => {
  let [records, unended] = [0, 0]
  try {
    for await (const text of input) {
      if (parser.destroyed) return
      if (!parser.write(text)) await roomIn(parser)
      unended = parser.info.records === records ? unended + text.length : 0
      records = parser.info.records
      if (unended > longestRow) throw tooLong(parser.info.lines)
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

const tooLong = (line: number): CliError =>
  new CliError('usage', `The row at line ${line} is longer than ${longestRow} characters`, 'Is a quote left open?')

const roomIn = (parser: Parser): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      parser.off('drain', done)
      parser.off('close', done)
      resolve()
    }
    parser.on('drain', done)
    parser.on('close', done)
  })
