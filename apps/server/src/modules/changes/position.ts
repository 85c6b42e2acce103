import { z } from 'zod'
import { readCursor, writeCursor } from '../../http/index.ts'

/** How far somebody has read: the number of a change, and the last id of it that was seen. */
export interface Position {
  readonly change: number
  readonly id: string
}

/** Before everything: what was there before changes were counted has the number 0. */
export const beginning: Position = { change: 0, id: '' }

/** Before the change after `last`: everything that was counted lies behind it. */
export const nextChange = (last: number): Position => ({ change: last + 1, id: '' })

/** Whether a position lies further on than the change after `last`. */
export const isAhead = ({ change, id }: Position, last: number): boolean =>
  change > last && (change > last + 1 || id !== '')

const Text = z.tuple([z.int().min(0), z.string().max(200)])

export const writePosition = (feed: string, { change, id }: Position): string => writeCursor(`${feed}1`, [change, id])

/** Reads what `writePosition` wrote for the same feed; no text means from the beginning. */
export const readPosition = (feed: string, text: string | undefined): Position => {
  const read = readCursor(`${feed}1`, Text, text)
  return read ? { change: read[0], id: read[1] } : beginning
}
