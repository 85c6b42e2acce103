import type { Version } from '@spillway/event-model'
import { compileSort } from './compile/sort.ts'
import { compileWhere } from './compile/where.ts'
import { readGroups } from './parse/nodes.ts'
import { readPage } from './parse/paging.ts'
import { isObject, report, startReading } from './parse/reading.ts'
import { readSorting } from './parse/sorting.ts'
import type { CompileContext, Compiled, CompiledSearch } from './types.ts'

/** Compiles the body of a search request. Every problem is reported, not only the first. */
export const compileSearch = (body: unknown, version: Version, context: CompileContext): Compiled<CompiledSearch> => {
  const reading = startReading(version, context)
  const { problems } = reading
  if (!isObject(body)) {
    report(reading, 'ILLEGAL_VALUE', 'The request must be a JSON object')
    return { ok: false, problems }
  }
  const root = readGroups(body, reading)
  const sorting = readSorting(body, reading)
  const page = readPage(body, reading)
  if (!root || !sorting || !page || problems.length > 0) return { ok: false, problems }
  return { ok: true, query: { version, ...compileWhere(root), sort: compileSort(sorting), page } }
}
