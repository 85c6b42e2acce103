import type { QueryLimits } from './types.ts'

/** The limits that the vendor publishes; list, wildcard, group, depth and length limits are Spillway's reading of them. */
export const vendorLimits: QueryLimits = {
  pageSize: 10_000,
  window: 10_000,
  criteria: 1_024,
  valuesPerFilter: 1_024,
  wildcards: 4_096,
  groups: 1_024,
  depth: 10,
  valueLength: 4_096,
  exportRows: 200_000,
  groupedValues: 10_000,
}

/** Limits that only protect the server. */
export const openLimits: QueryLimits = { ...vendorLimits, window: 1_000_000, criteria: 4_096, exportRows: null }

/** Engine settings that let the largest allowed query be parsed. */
export const queryTextSettings = {
  max_query_size: 16_777_216,
  max_ast_elements: 1_000_000,
  max_expanded_ast_elements: 4_000_000,
} as const
