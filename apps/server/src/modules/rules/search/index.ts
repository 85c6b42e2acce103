import { alertSearchLimits, type SearchProblem, type SearchRequest } from '@spillway/contract'
import { compileConditions } from './conditions.ts'
import type { CompiledSearch } from './page.ts'
import type { SearchTerms } from './terms.ts'

export { compileConditions } from './conditions.ts'
export { type CompiledSearch, pageOf } from './page.ts'
export { column, flagValue, oneOf, type SearchTerm, type SearchTerms, termsOf } from './terms.ts'

export type Compilation =
  | { readonly ok: true; readonly search: CompiledSearch }
  | { readonly ok: false; readonly problems: readonly SearchProblem[] }

/** Compiles a search of alerts or of rules (domain reference 1.10); by creation, the newest first, unless told. */
export const compileSearch = (terms: SearchTerms, request: SearchRequest): Compilation => {
  const { pgNum, pgSize, srtKey, srtDirection } = request
  const orderBy = terms.get((srtKey ?? 'CreatedAt').toLowerCase())?.column
  const problem = (type: SearchProblem['type']) => ({ ok: false, problems: [{ badFilter: null, type }] }) as const
  if (pgSize < 1 || pgSize > alertSearchLimits.pageSize) return problem('InvalidPageSize')
  if (pgNum < 0 || pgNum * pgSize > Number.MAX_SAFE_INTEGER) return problem('InvalidPageNumber')
  if (!orderBy) return problem('IllegalValue')
  const conditions = compileConditions(terms, request)
  if (!conditions.ok) return conditions
  const direction = srtDirection?.toUpperCase() === 'ASC' ? 'asc' : 'desc'
  return { ok: true, search: { where: conditions.where, orderBy, direction, offset: pgNum * pgSize, limit: pgSize } }
}
