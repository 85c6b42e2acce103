import { type RawBuilder, sql } from 'kysely'

export type TermKind = 'instant' | 'text' | 'exact' | 'flag'

/** Something that can be asked for and sorted by. */
export interface SearchTerm {
  readonly column: RawBuilder<unknown>
  readonly kind: TermKind
  /** Where the text is kept as it is compared, and how it is made so: then no operator takes heed of case. */
  readonly folded?: { readonly column: RawBuilder<unknown>; readonly of: (text: string) => string }
  /** The stored form of a value; null for one that there is not. */
  readonly value?: (given: string) => string | number | null
}

/** Terms by their names in lower case: old clients write them their own way. */
export type SearchTerms = ReadonlyMap<string, SearchTerm>

export const termsOf = (terms: Readonly<Record<string, SearchTerm>>): SearchTerms =>
  new Map(Object.entries(terms).map(([name, term]) => [name.toLowerCase(), term]))

export const column = (name: string): RawBuilder<unknown> => sql.ref(name)

/** Values of a vocabulary, in any spelling that clients use: `FedComposite` stands for `FED_COMPOSITE`. */
export const oneOf = (values: readonly string[], others: Readonly<Record<string, string>> = {}) => {
  const known = new Map([
    ...values.map((value) => [folded(value), value] as const),
    ...Object.entries(others).map(([name, value]) => [folded(name), value] as const),
  ])
  return (given: string): string | null => known.get(folded(given)) ?? null
}

const folded = (text: string): string => text.replaceAll('_', '').toLowerCase()

export const flagValue = (given: string): number | null => ({ true: 1, false: 0 })[given.toLowerCase()] ?? null
