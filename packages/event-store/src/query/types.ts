import type { CsvColumn, Version } from '@spillway/event-model'
import type { Parameters } from '../drivers/driver.ts'

/** The 18 kinds of problem that the file-event API knows. */
export type ProblemType =
  | 'ILLEGAL_VALUE'
  | 'ILLEGAL_OPERATOR'
  | 'MAX_LENGTH_EXCEEDED'
  | 'INVALID_PAGE_SIZE'
  | 'INVALID_PAGE_NUMBER'
  | 'INVALID_PAGE_TOKEN'
  | 'MISSING_VALUE'
  | 'UNEXPECTED_VALUE'
  | 'MISSING_GROUPS'
  | 'MISSING_FILTERS'
  | 'MAX_FILTERS_EXCEEDED'
  | 'MAX_VALUES_FOR_FILTER_EXCEEDED'
  | 'MAX_GROUPS_EXCEEDED'
  | 'SEARCH_FAILED'
  | 'QUERY_TIMEOUT'
  | 'ILLEGAL_SORT'
  | 'ILLEGAL_GROUP'
  | 'RESPONSE_CONTENT_TOO_LARGE'

/** One problem of a query. `badFilter` echoes the filter as it was sent; null for problems of the whole request. */
export interface Problem {
  readonly badFilter: unknown
  readonly description: string | null
  readonly type: ProblemType
}

/** Sizes a query may reach. */
export interface QueryLimits {
  readonly pageSize: number
  /** Largest `pgNum` × `pgSize`. */
  readonly window: number
  /** Filters of a request, a list counting once per value. */
  readonly criteria: number
  readonly valuesPerFilter: number
  /** `*` and `?` of a request, neighbouring `*` counting as one. */
  readonly wildcards: number
  /** Groups and subgroups of a request. */
  readonly groups: number
  readonly depth: number
  /** Characters of one value. */
  readonly valueLength: number
  /** Rows of one export; null for any number. */
  readonly exportRows: number | null
  /** Values that a grouping may return. */
  readonly groupedValues: number
}

/** What a compilation depends on beside the body. */
export interface CompileContext {
  readonly now: Date
  readonly limits: QueryLimits
}

/** A condition over the event table with its values bound by name (`p0`, `p1`, …). Constant text otherwise. */
export interface CompiledFilter {
  readonly where: string
  readonly parameters: Parameters
}

/**
 * Order of the events: by `value`, missing values last, then by event id.
 * A position in that order travels as text: `positionSql` selects it, `restoreSql` turns `{after_value}` back.
 */
export interface CompiledSort {
  readonly term: string
  readonly direction: 'ASC' | 'DESC'
  /** Sort value of an event. */
  readonly value: string
  readonly nullable: boolean
  /** Whole ORDER BY list. */
  readonly orderBy: string
  /** Sort value as Nullable(String). */
  readonly positionSql: string
  readonly restoreSql: string
}

/** Place of an event in the sort order. */
export interface SortPosition {
  readonly value: string | null
  readonly id: string
}

/** A window by page number, or a stream that goes on after an event (from the start when `after` is null). */
export type Page =
  | { readonly kind: 'window'; readonly offset: number; readonly limit: number }
  | { readonly kind: 'stream'; readonly after: string | null; readonly limit: number }

export interface CompiledSearch extends CompiledFilter {
  readonly version: Version
  readonly sort: CompiledSort
  readonly page: Page
}

/**
 * `SELECT {value} AS value, sum(c) AS docCount FROM (SELECT {key} AS k, count() AS c FROM events WHERE … GROUP BY k)
 * WHERE {present} GROUP BY value ORDER BY docCount DESC, value LIMIT {limit}`.
 */
export interface CompiledGrouping extends CompiledFilter {
  readonly version: Version
  readonly key: string
  readonly present: string
  readonly value: string
  readonly limit: number
}

/** Rows under a header line made from `columns`. */
export interface CompiledExport extends CompiledFilter {
  readonly version: Version
  readonly sort: CompiledSort
  readonly columns: readonly CsvColumn[]
  /** Null for every row. */
  readonly limit: number | null
}

export type Compiled<Query> =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly problems: readonly Problem[] }
