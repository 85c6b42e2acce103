import type { Term } from '@spillway/event-model'
import type { Pattern } from './pattern.ts'

export type Clause = 'AND' | 'OR'

/** Half-open interval in microseconds since 1970; a missing bound is open. */
export interface Interval {
  readonly from?: number
  readonly before?: number
}

/** What a filter asks of the values of its term, free of operators and spellings. */
export type Test =
  | { readonly kind: 'text'; readonly patterns: readonly Pattern[]; readonly negated: boolean }
  | { readonly kind: 'numbers'; readonly values: readonly bigint[]; readonly negated: boolean }
  | { readonly kind: 'greater'; readonly than: bigint }
  | { readonly kind: 'less'; readonly than: bigint }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly negated: boolean }
  | { readonly kind: 'time'; readonly interval: Interval }
  | { readonly kind: 'exists'; readonly negated: boolean }

export interface Condition {
  readonly kind: 'condition'
  readonly term: Term
  readonly test: Test
}

export interface Junction {
  readonly kind: 'junction'
  readonly clause: Clause
  readonly members: readonly QueryNode[]
}

export type QueryNode = Condition | Junction
