/** One v2 file event as the server returns it; every key of the event model, nested. */
export interface FileEvent {
  readonly '@timestamp': string | null
  readonly event: { readonly id: string; readonly [field: string]: unknown }
  readonly [section: string]: unknown
}

/** One v2 file event as agents and connectors send it: any part of the event model. */
export type FileEventInput = Readonly<Record<string, unknown>>

export type Clause = 'AND' | 'OR'
export type SortDirection = 'asc' | 'desc'

export interface Filter {
  readonly term: string
  readonly operator: string
  readonly value?: unknown
}
export interface FilterGroup {
  readonly filters: readonly Filter[]
  readonly filterClause?: Clause
}
export interface Subgroup {
  readonly subgroups: readonly QueryNode[]
  readonly subgroupClause?: Clause
}
export type QueryNode = FilterGroup | Subgroup

export interface QueryGroups {
  readonly groups: readonly QueryNode[]
  readonly groupClause?: Clause
  /** Free text kept in the audit log. */
  readonly purpose?: string | null
}
export interface FileEventQuery extends QueryGroups {
  readonly pgNum?: number
  readonly pgSize?: number
  readonly pgToken?: string | null
  readonly srtKey?: string
  readonly srtDir?: SortDirection
}
export interface GroupingQuery extends QueryGroups {
  readonly groupingTerm: string
  readonly size?: number
}
export interface ExportQuery extends QueryGroups {
  readonly columns?: readonly string[]
  readonly srtKey?: string
  readonly srtDir?: SortDirection
}

export interface QueryProblem {
  readonly badFilter: unknown
  readonly description: string | null
  readonly type: string
}
export interface FileEventPage<Event = FileEvent> {
  readonly totalCount: number
  readonly fileEvents: readonly Event[]
  readonly nextPgToken: string | null
  readonly problems: readonly QueryProblem[] | null
}
export interface FileEventGroup {
  readonly value: string
  readonly docCount: number
}
export interface SavedSearch {
  readonly id: string
  readonly name: string
  readonly apiVersion: number
  readonly groups: readonly QueryNode[]
  readonly groupClause: Clause | null
  readonly srtKey: string | null
  readonly srtDir: SortDirection | null
  readonly [key: string]: unknown
}
