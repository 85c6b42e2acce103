import { z } from 'zod'
import { SpillwayError } from '../../../platform/errors.ts'

/** How far somebody has read: the highest number seen of each ingest node. */
export type FeedCursor = Readonly<Record<string, string>>

/** Decimal text without leading zeros, below a bound. */
const wholeNumber = (bound: bigint) =>
  z.string().refine((text) => /^(0|[1-9]\d{0,19})$/.test(text) && BigInt(text) < bound)

const Vector = z.record(wholeNumber(2n ** 32n), wholeNumber(2n ** 64n))
const prefix = 'f1.'

/** The cursor as clients carry it: opaque text, so that its form can change. */
export const writeCursor = (cursor: FeedCursor): string =>
  prefix + Buffer.from(JSON.stringify(sorted(cursor))).toString('base64url')

/** Reads what `writeCursor` wrote; no text means from the beginning. */
export const readCursor = (text: string | undefined): FeedCursor => {
  if (text === undefined || text === '') return {}
  const vector = text.startsWith(prefix) ? Vector.safeParse(parsed(text.slice(prefix.length))) : null
  if (!vector?.success) throw badCursor('is no cursor of this feed')
  return vector.data
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

const sorted = (cursor: FeedCursor): FeedCursor =>
  Object.fromEntries(Object.entries(cursor).sort(([one], [other]) => Number(one) - Number(other)))
