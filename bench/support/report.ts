/** One table of results. Cells are text already; the first column names the row. */
export interface ResultTable {
  readonly title: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Sentences below the table. */
  readonly notes?: readonly string[]
}

/** A table as Markdown that also reads well on a terminal: cells are padded to line up. */
export const renderResult = ({ title, header, rows, notes = [] }: ResultTable): string => {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column)).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  const table = [line(header), rule, ...rows.map(line)].join('\n')
  return [`### ${title}\n`, table, '', ...notes.map((note) => `${note}\n`)].join('\n')
}

const pad = (text: string, width: number, column: number) => (column === 0 ? text.padEnd(width) : text.padStart(width))

export const count = (value: number): string => Math.round(value).toLocaleString('en-US')

export const milliseconds = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0))

/** `1.24 ×` */
export const ratio = (value: number): string => `${value.toFixed(2)} ×`
