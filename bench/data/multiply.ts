/**
 * A SELECT list that makes another copy of rows: other ids and hashes, moved in time, after all others in sequence.
 * Reading a million rows and changing a few columns is far quicker than simulating nine million more. Columns go by
 * position: an alias of the same name would change what a WHERE beside it means.
 */
export const shiftedColumns = (columns: readonly string[], change: Readonly<Record<string, string>>): string =>
  columns.map((column) => change[column] ?? column).join(', ')

export const baseEvents = 1_000_000

/** How many rows each copy has: whole copies of the base and a rest. */
export const copiesOf = (events: number): { copy: number; rows: number }[] => {
  const base = Math.min(events, baseEvents)
  const copies = Math.ceil(events / base)
  return Array.from({ length: copies }, (_, copy) => ({ copy, rows: Math.min(base, events - copy * base) }))
}
