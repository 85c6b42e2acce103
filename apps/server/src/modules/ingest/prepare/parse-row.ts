import { type FileEvent, parseFileEvent } from '@spillway/event-model'
import { isDeeperThan } from './rows.ts'

export interface RowProblem {
  readonly path: string
  readonly reason: string
}
export type ParsedRow =
  | { readonly ok: true; readonly event: FileEvent }
  | { readonly ok: false; readonly problems: readonly RowProblem[] }

export interface RowLimits {
  readonly rowBytes: number
  readonly depth: number
}

// Shorter rows cannot nest deep enough to cost anything, and looking at every byte of every row would.
const harmlessBytes = 4_096

/** One row of a body as an event with every key present, or what is wrong with it. */
export const parseRow = (bytes: Buffer, start: number, end: number, limits: RowLimits): ParsedRow => {
  const length = end - start
  if (length > limits.rowBytes) return refused(`is larger than ${limits.rowBytes} bytes`)
  if (length > harmlessBytes && isDeeperThan(bytes, start, end, limits.depth)) {
    return refused(`nests deeper than ${limits.depth} levels`)
  }
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8', start, end))
  } catch (error) {
    return refused(`is not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  return parseFileEvent(value)
}

const refused = (reason: string): ParsedRow => ({ ok: false, problems: [{ path: '', reason }] })
