import type { Term, Version } from '@spillway/event-model'
import { groupingForm } from './compile/grouping.ts'
import { compileWhere } from './compile/where.ts'
import { readGroups } from './parse/nodes.ts'
import { isMissing, isObject, type Reading, report, startReading } from './parse/reading.ts'
import type { CompileContext, Compiled, CompiledGrouping } from './types.ts'

const defaultSize = 1_000

const readGroupingTerm = (name: unknown, reading: Reading): Term | null => {
  const term = typeof name === 'string' ? reading.terms.get(name) : undefined
  if (!term) return report(reading, 'ILLEGAL_GROUP', 'groupingTerm is not a search term of this version')
  return term.groupable ? term : report(reading, 'ILLEGAL_GROUP', `${term.name} cannot be grouped by`)
}

const readSize = (size: unknown, reading: Reading): number => {
  if (isMissing(size)) return defaultSize
  const { groupedValues } = reading.limits
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1) return Math.min(size, groupedValues)
  report(reading, 'ILLEGAL_VALUE', 'size must be a positive integer')
  return defaultSize
}

/** Compiles the body of a grouping request. Every problem is reported, not only the first. */
export const compileGrouping = (
  body: unknown,
  version: Version,
  context: CompileContext,
): Compiled<CompiledGrouping> => {
  const reading = startReading(version, context)
  const { problems } = reading
  if (!isObject(body)) {
    report(reading, 'ILLEGAL_VALUE', 'The request must be a JSON object')
    return { ok: false, problems }
  }
  const root = readGroups(body, reading)
  const term = readGroupingTerm(body.groupingTerm, reading)
  const limit = readSize(body.size, reading)
  if (!root || !term || problems.length > 0) return { ok: false, problems }
  return { ok: true, query: { version, ...compileWhere(root), ...groupingForm(term, version), limit } }
}
