import { CliError } from '../failure.ts'
import type { ImportKind, Row } from './kinds.ts'

/** A row with the line of the file it ends on. */
export interface NumberedRow {
  readonly line: number
  readonly row: Row
}

/** Rows of a CSV file with a header, one at a time. An empty cell tells nothing. */
export async function* readCsv(input: AsyncIterable<Uint8Array>, kind: ImportKind): AsyncGenerator<NumberedRow> {
  const { parse } = await import('csv-parse')
  const parser = parse({
    ...{ bom: true, skip_empty_lines: true, trim: true, relax_column_count: true, info: true },
    columns: (header: string[]) => columnNames(header, kind),
  })
  const feeding = feed(input, parser)
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) yield { line: info.lines, row: rowOf(record) }
  } catch (error) {
    if ((error as { code?: unknown }).code === undefined) throw error
    throw new CliError('usage', `The file cannot be read as CSV: ${(error as Error).message}`)
  } finally {
    parser.destroy()
    await feeding
  }
}

interface Parsed {
  readonly record: Readonly<Record<string, string>>
  readonly info: { readonly lines: number }
}

type Parser = ReturnType<typeof import('csv-parse')['parse']>

/** Hands the bytes on as fast as the parser takes them. */
const feed = async (input: AsyncIterable<Uint8Array>, parser: Parser): Promise<void> => {
  try {
    for await (const chunk of input) {
      if (parser.destroyed) return
      if (!parser.write(chunk)) await roomIn(parser)
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

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

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

const columnNames = (header: readonly string[], { columns, key }: ImportKind): string[] => {
  const known = new Map(columns.map((name) => [plain(name), name]))
  const names = header.map((name) => known.get(plain(name)))
  const unknown = header.filter((_, index) => names[index] === undefined)
  if (unknown.length > 0)
    throw new CliError('usage', `Unknown columns: ${unknown.join(', ')}`, `Known ones: ${columns.join(', ')}`)
  if (!names.includes(key)) throw new CliError('usage', `The column ${key} is missing`)
  return names as string[]
}

const rowOf = (record: Readonly<Record<string, string>>): Row =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, valueFor(name, value)]),
  )

const valueFor = (name: string, value: string): unknown => {
  if (name === 'groups') return value.split(';').map((group) => group.trim())
  if (name !== 'active') return value
  const lower = value.toLowerCase()
  if (['true', 'yes', '1'].includes(lower)) return true
  return ['false', 'no', '0'].includes(lower) ? false : value
}
