import type { z } from 'zod'
import { SpillwayError } from '../platform/errors.ts'

/** A cursor as clients carry it: opaque text, so that its form can change. The prefix tells feeds and forms apart. */
export const writeCursor = (prefix: string, place: unknown): string =>
  `${prefix}.${Buffer.from(JSON.stringify(place)).toString('base64url')}`

/** Reads what `writeCursor` wrote with the same prefix; null where there is no text, which is before everything. */
export const readCursor = <Schema extends z.ZodType>(
  prefix: string,
  schema: Schema,
  text: string | undefined,
): z.output<Schema> | null => {
  if (text === undefined || text === '') return null
  const start = `${prefix}.`
  const read = text.startsWith(start) ? schema.safeParse(parsed(text.slice(start.length))) : null
  if (!read?.success) throw badCursor('is no cursor of this feed')
  return read.data
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
