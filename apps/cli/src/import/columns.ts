import { CliError } from '../failure.ts'
import type { ImportKind, Row } from './kinds.ts'

/** Why a row cannot be sent. */
export interface RowProblem {
  readonly field: string
  readonly reason: string
}

/** Columns of a header as they are sent: letter case, spaces, `_` and `-` do not count. */
export const columnNames = (header: readonly string[], { columns, key }: ImportKind): string[] => {
  const known = new Map(columns.map((name) => [plain(name), name]))
  const names = header.map((name) => known.get(plain(name)))
  const unknown = header.filter((_, index) => names[index] === undefined)
  if (unknown.length > 0)
    throw new CliError(
      'usage',
      `Unknown columns: ${unknown.join(', ').slice(0, 500)}`,
      `Known ones: ${columns.join(', ')}`,
    )
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new CliError('usage', `The column ${twice} stands twice`)
  if (!names.includes(key)) throw new CliError('usage', `The column ${key} is missing`)
  return names as string[]
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

/** What the cells under the columns say; an empty one says nothing. */
export const rowOf = (names: readonly string[], cells: readonly string[]): Row =>
  Object.fromEntries(
    names.flatMap((name, index) => {
      const cell = cells[index] ?? ''
      return cell === '' ? [] : [[name, valueFor(name, cell)]]
    }),
  )

const valueFor = (name: string, cell: string): unknown => {
  if (name === 'groups') return cell.split(';').map((group) => group.trim())
  if (name !== 'active') return cell
  const lower = cell.toLowerCase()
  if (['true', 'yes', '1'].includes(lower)) return true
  return ['false', 'no', '0'].includes(lower) ? false : cell
}

/** What no server needs to be asked about; null for a row that can be sent. */
export const problemOf = (names: readonly string[], cells: readonly string[], key: string): RowProblem | null => {
  const [cellCount, columnCount] = [cells.findLastIndex((cell) => cell !== '') + 1, names.length]
  if (cellCount > columnCount)
    return { field: '', reason: `has ${cellCount} cells, but the header ${columnCount}: is a comma not quoted?` }
  if ((cells[names.indexOf(key)] ?? '') === '') return { field: key, reason: 'is missing' }
  const withNul = cells.findIndex((cell) => cell.includes('\0'))
  return withNul < 0 ? null : { field: names[withNul] ?? '', reason: 'holds a NUL character' }
}
