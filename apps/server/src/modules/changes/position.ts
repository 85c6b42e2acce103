import { z } from 'zod'
import { SpillwayError } from '../../platform/errors.ts'

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

/** The cursor as clients carry it: opaque text, so that its form can change. */
export const writePosition = (feed: string, { change, id }: Position): string =>
  `${feed}1.${Buffer.from(JSON.stringify([change, id])).toString('base64url')}`

/** Reads what `writePosition` wrote for the same feed; no text means from the beginning. */
export const readPosition = (feed: string, text: string | undefined): Position => {
  if (text === undefined || text === '') return beginning
  const prefix = `${feed}1.`
  const read = text.startsWith(prefix) ? Text.safeParse(parsed(text.slice(prefix.length))) : null
  if (!read?.success) throw badCursor('is no cursor of this feed')
  const [change, id] = read.data
  return { change, id }
}

export const badCursor = (reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field: 'query.cursor', reason })

const parsed = (encoded: string): unknown => {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString())
  } catch {
    return null
  }
}
