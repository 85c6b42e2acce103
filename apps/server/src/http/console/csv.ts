import { type Reply, stream } from '../reply.ts'

/** A column of an export: its name, and its cell. Cells of plain columns hold no comma, so that awk can count them. */
export interface CsvColumn<Row> {
  readonly name: string
  readonly cell: (row: Row) => string | number | boolean | null | undefined
  readonly free?: boolean
}

/** CSV with one line per row, in pages as they are read. */
export const csvReply = <Row>(
  fileName: string,
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): Reply =>
  stream('text/csv;charset=utf-8', csvText(columns, pages), {
    'content-disposition': `attachment; filename=${fileName}`,
  })

const csvText = async function* <Row>(columns: readonly CsvColumn<Row>[], pages: AsyncIterable<readonly Row[]>) {
  yield `${columns.map(({ name }) => name).join(',')}\n`
  for await (const page of pages) yield page.map((row) => `${line(columns, row)}\n`).join('')
}

const line = <Row>(columns: readonly CsvColumn<Row>[], row: Row): string =>
  columns.map(({ cell, free }) => (free ? quoted(cell(row)) : plain(cell(row)))).join(',')

type Cell = ReturnType<CsvColumn<never>['cell']>

const plain = (value: Cell): string => defused(oneLine(value).replaceAll(',', ';').replaceAll('"', "'"))

const quoted = (value: Cell): string => {
  const text = defused(oneLine(value))
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Scripts count records by lines, so that no cell may break one. */
const oneLine = (value: Cell): string =>
  String(value ?? '')
    .replaceAll(/[\r\n]+/g, ' ')
    .trim()

/** A cell that a spreadsheet would take for a formula is shown as text. Numbers below zero stay numbers. */
const defused = (text: string): string => (/^[=+@-]/.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text)
