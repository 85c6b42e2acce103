import { fields } from './fields.ts'

/**
 * Which columns of an event hold a value, as text: the field table that wrote it, then a bit for each of its rows.
 * A reader can leave out columns that no event of its page fills, and most events fill a third of the table.
 */
export type Shape = string

const names = fields.map(({ column }) => column)
const positions = new Map(names.map((name, position) => [name, position]))
const wordCount = Math.ceil(names.length / 32)

/** FNV-1a, enough to tell one field table from another. */
const fingerprint = (text: string): string => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

const table = fingerprint(names.join(' '))

const wordText = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')

/** Shape of a stored row. */
export const shapeOf = (row: Readonly<Record<string, unknown>>): Shape => {
  const words = new Array<number>(wordCount).fill(0)
  for (const name in row) {
    const position = positions.get(name)
    if (position !== undefined) words[position >>> 5] = (words[position >>> 5] ?? 0) | (1 << (position & 31))
  }
  return table + words.map(wordText).join('')
}

const wordsOf = (shape: Shape): number[] =>
  Array.from({ length: wordCount }, (_, index) => Number.parseInt(shape.slice(8 + index * 8, 16 + index * 8), 16))

/** Columns that any of the shapes fills; null when a row was written with another field table, so none can be spared. */
export const columnsOfShapes = (shapes: Iterable<Shape>): ReadonlySet<string> | null => {
  const union = new Array<number>(wordCount).fill(0)
  for (const shape of new Set(shapes)) {
    if (!shape.startsWith(table)) return null
    wordsOf(shape).forEach((word, index) => {
      union[index] = (union[index] ?? 0) | word
    })
  }
  return new Set(names.filter((_, position) => ((union[position >>> 5] ?? 0) >>> (position & 31)) & 1))
}
