import type { Version } from '@spillway/event-model'
import { isObject, type Reading, report, startReading } from './parse/reading.ts'
import type { CompileContext, Compiled } from './types.ts'

/** Compiles the body of a request by `read`, null where it cannot. Every problem is reported, not only the first. */
export const compileBody = <Query>(
  body: unknown,
  version: Version,
  context: CompileContext,
  read: (body: Record<string, unknown>, reading: Reading) => Query | null,
): Compiled<Query> => {
  const reading = startReading(version, context)
  const query = isObject(body)
    ? read(body, reading)
    : report(reading, 'ILLEGAL_VALUE', 'The request must be a JSON object')
  const { problems } = reading
  return query && problems.length === 0 ? { ok: true, query } : { ok: false, problems }
}
