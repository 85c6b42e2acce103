import { type FileEvent, fields } from '../fields.ts'
import { treeOf } from '../tree.ts'
import { keysReader } from './compile.ts'
import { emptyFactory } from './empty.ts'
import type { FieldProblem, Reading } from './problem.ts'

export type ParsedEvent =
  | { readonly ok: true; readonly event: FileEvent }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

const tree = treeOf(fields)
const readKeys = keysReader(tree, '')
const makeEmpty = emptyFactory(tree)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads what an agent or connector sent as a v2 file event. Whatever is missing becomes null or `[]`, timestamps take
 * the precision the store keeps, unknown keys are dropped. `event.id` and `event.ingested` are `''` when the sender
 * left them to the server. An unusable value refuses the event and is named with its path.
 */
export const parseFileEvent = (input: unknown): ParsedEvent => {
  if (!isObject(input)) return { ok: false, problems: [{ path: '', reason: 'must be an object' }] }
  const reading: Reading = { problems: [], indexes: [] }
  const event = makeEmpty()
  readKeys(event, input, reading)
  // The reader is built from the same table as the type.
  return reading.problems.length > 0
    ? { ok: false, problems: reading.problems }
    : { ok: true, event: event as FileEvent }
}
