import { csvColumns, type Version } from '@spillway/event-model'
import { compileSort } from './compile/sort.ts'
import { compileWhere } from './compile/where.ts'
import { compileBody } from './compile-body.ts'
import { readGroups } from './parse/nodes.ts'
import { isMissing, type Reading, report } from './parse/reading.ts'
import { readSorting } from './parse/sorting.ts'
import type { CompileContext, Compiled, CompiledExport } from './types.ts'

const readColumns = (columns: unknown, reading: Reading): string[] | null => {
  if (isMissing(columns)) return []
  if (!Array.isArray(columns)) return report(reading, 'ILLEGAL_VALUE', 'columns must be a list of search terms')
  const unknown = columns.find((name) => typeof name !== 'string' || !reading.terms.has(name))
  if (unknown === undefined) return columns.map(String)
  return report(reading, 'ILLEGAL_VALUE', 'columns holds a name that is not a search term of this version')
}

/** Compiles the body of an export request. */
export const compileExport = (body: unknown, version: Version, context: CompileContext): Compiled<CompiledExport> =>
  compileBody(body, version, context, (fields, reading) => {
    const root = readGroups(fields, reading)
    const sorting = readSorting(fields, reading)
    const names = readColumns(fields.columns, reading)
    if (!root || !sorting || !names) return null
    const columns = csvColumns(version, names)
    return { version, ...compileWhere(root), sort: compileSort(sorting), columns, limit: context.limits.exportRows }
  })
