import { csvColumns, type Version } from '@spillway/event-model'
import { compileSort } from './compile/sort.ts'
import { compileWhere } from './compile/where.ts'
import { readGroups } from './parse/nodes.ts'
import { isMissing, isObject, type Reading, report, startReading } from './parse/reading.ts'
import { readSorting } from './parse/sorting.ts'
import type { CompileContext, Compiled, CompiledExport } from './types.ts'

const readColumns = (columns: unknown, reading: Reading): string[] | null => {
  if (isMissing(columns)) return []
  if (!Array.isArray(columns)) return report(reading, 'ILLEGAL_VALUE', 'columns must be a list of search terms')
  const unknown = columns.find((name) => typeof name !== 'string' || !reading.terms.has(name))
  if (unknown === undefined) return columns.map(String)
  return report(reading, 'ILLEGAL_VALUE', 'columns holds a name that is not a search term of this version')
}

/** Compiles the body of an export request. Every problem is reported, not only the first. */
export const compileExport = (body: unknown, version: Version, context: CompileContext): Compiled<CompiledExport> => {
  const reading = startReading(version, context)
  const { problems } = reading
  if (!isObject(body)) {
    report(reading, 'ILLEGAL_VALUE', 'The request must be a JSON object')
    return { ok: false, problems }
  }
  const root = readGroups(body, reading)
  const sorting = readSorting(body, reading)
  const names = readColumns(body.columns, reading)
  if (!root || !sorting || !names || problems.length > 0) return { ok: false, problems }
  const columns = csvColumns(version, names)
  const limit = context.limits.exportRows
  return { ok: true, query: { version, ...compileWhere(root), sort: compileSort(sorting), columns, limit } }
}
