import type { Output } from '../context.ts'
import type { Style } from './style.ts'

const gap = '  '
const smallest = 6

/**
 * Rows for people or for programs: aligned, headed and cut to the width on a terminal; tab-separated, whole and
 * without a header in a pipe.
 */
export const renderTable = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  output: Pick<Output, 'isTerminal' | 'columns'>,
  style: Style,
): string => {
  if (!output.isTerminal) return rows.map((row) => `${row.map(untabbed).join('\t')}\n`).join('')
  const widths = fit(naturalWidths([header, ...rows]), output.columns)
  const line = (cells: readonly string[]) => cells.map((cell, index) => padded(cell, widths[index] ?? 0)).join(gap)
  const lines = [style.bold(line(header).trimEnd()), ...rows.map((row) => line(row).trimEnd())]
  return lines.map((text) => `${text}\n`).join('')
}

const untabbed = (cell: string) => cell.replaceAll('\t', ' ')

const naturalWidths = (rows: readonly (readonly string[])[]): number[] => {
  const widths: number[] = []
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  }
  return widths
}

/** Takes characters from the widest column, again and again, until the row fits. */
const fit = (natural: readonly number[], columns: number): number[] => {
  const widths = [...natural]
  const total = () => widths.reduce((sum, width) => sum + width, 0) + gap.length * (widths.length - 1)
  while (total() > columns) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] as number) <= smallest) break
    widths[widest] = (widths[widest] as number) - 1
  }
  return widths
}

const padded = (cell: string, width: number) =>
  cell.length > width ? `${cell.slice(0, Math.max(0, width - 1))}…` : cell.padEnd(width)
