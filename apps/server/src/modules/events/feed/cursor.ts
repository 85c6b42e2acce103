import { z } from 'zod'
import { readCursor, writeCursor } from '../../../http/index.ts'

/** How far somebody has read: the highest number seen of each ingest node. */
export type FeedCursor = Readonly<Record<string, string>>

/** Decimal text without leading zeros, below a bound. */
const wholeNumber = (bound: bigint) =>
  z.string().refine((text) => /^(0|[1-9]\d{0,19})$/.test(text) && BigInt(text) < bound)

const Vector = z.record(wholeNumber(2n ** 32n), wholeNumber(2n ** 64n))
const prefix = 'f1'

export const writeFeedCursor = (cursor: FeedCursor): string => writeCursor(prefix, sorted(cursor))

/** Reads what `writeFeedCursor` wrote; no text means from the beginning. */
export const readFeedCursor = (text: string | undefined): FeedCursor => readCursor(prefix, Vector, text) ?? {}

const sorted = (cursor: FeedCursor): FeedCursor =>
  Object.fromEntries(Object.entries(cursor).sort(([one], [other]) => Number(one) - Number(other)))
