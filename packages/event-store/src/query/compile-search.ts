import type { Version } from '@spillway/event-model'
import { compileSort } from './compile/sort.ts'
import { compileWhere } from './compile/where.ts'
import { compileBody } from './compile-body.ts'
import { readGroups } from './parse/nodes.ts'
import { readPage } from './parse/paging.ts'
import { readSorting } from './parse/sorting.ts'
import type { CompileContext, Compiled, CompiledSearch } from './types.ts'

/** Compiles the body of a search request. */
export const compileSearch = (body: unknown, version: Version, context: CompileContext): Compiled<CompiledSearch> =>
  compileBody(body, version, context, (fields, reading) => {
    const root = readGroups(fields, reading)
    const sorting = readSorting(fields, reading)
    const page = readPage(fields, reading)
    return root && sorting && page && { version, ...compileWhere(root), sort: compileSort(sorting), page }
  })
