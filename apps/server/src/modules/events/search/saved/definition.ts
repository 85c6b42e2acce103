/** One filter of a stored search. */
export interface StoredFilter {
  readonly term: string
  readonly operator?: string | null
  readonly value?: unknown
  readonly display?: unknown
}

/** A group of filters or, with `subgroups`, of groups. */
export interface StoredNode {
  readonly filters?: readonly StoredFilter[] | null
  readonly filterClause?: string | null
  readonly subgroups?: readonly StoredNode[] | null
  readonly subgroupClause?: string | null
  readonly display?: unknown
}

/** The stored query of a saved search, in the terms of its version. */
export interface StoredDefinition {
  readonly groups: readonly StoredNode[]
  readonly groupClause?: string | null
  readonly srtKey?: string | null
  readonly srtDir?: string | null
  readonly columns?: readonly string[] | null
}

/** Whether any group holds further groups, which v1 does not know. */
export const hasSubgroups = ({ groups }: StoredDefinition): boolean => groups.some(({ subgroups }) => subgroups)

// A client library reads a filter whose value is no text as a group without members.
const textValue = (value: unknown): unknown => {
  if (value === null || value === undefined) return null
  return Array.isArray(value) ? value.map(String) : String(value)
}

const presentFilter = ({ term, operator, value, display }: StoredFilter) => ({
  term,
  operator: operator ?? 'IS',
  value: textValue(value),
  display: display ?? null,
})

/** A group with every key that clients read. */
export const presentNode = (node: StoredNode): Record<string, unknown> =>
  node.subgroups
    ? {
        subgroups: node.subgroups.map(presentNode),
        subgroupClause: node.subgroupClause ?? 'AND',
        display: node.display ?? null,
      }
    : {
        filters: (node.filters ?? []).map(presentFilter),
        filterClause: node.filterClause ?? 'AND',
        display: node.display ?? null,
      }
