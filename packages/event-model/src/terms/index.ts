import type { Version } from '../types.ts'
import type { Term } from './term.ts'
import { v1Terms } from './v1.ts'
import { v2Terms } from './v2.ts'

const byName = (terms: readonly Term[]): ReadonlyMap<string, Term> => new Map(terms.map((term) => [term.name, term]))

/** Search terms of each version by name, in the order of the published lists. */
export const terms: Readonly<Record<Version, ReadonlyMap<string, Term>>> = { v1: byName(v1Terms), v2: byName(v2Terms) }

export { operators, operatorsOf, type Term } from './term.ts'
