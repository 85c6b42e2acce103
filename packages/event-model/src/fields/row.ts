import { type Kind, kindsOf, type Notation } from '../kinds.ts'
import type { Typed } from '../nest.ts'
import type { Privacy } from '../types.ts'

/** Rank of a row in one of the three lists of v2 search terms; `null` when the field is no term by itself. */
export interface TermRank {
  readonly list: 'published' | 'legacy' | 'proposed'
  readonly position: number
}

/** Optional facts of a row. `repeats`: values recur so often that the store should keep them in a dictionary. */
export interface RowOptions {
  readonly repeats?: boolean
  readonly privacy?: Privacy
  readonly cef?: string
  readonly until?: `${number}-${number}`
}

/** One line of the field table as it is written; everything else about the field derives from it. */
export interface Row<Path extends string = string, Value = unknown> extends Typed<Path, Value>, Kind {
  readonly since: string
  readonly term: TermRank | null
  readonly meaning: string
  readonly options: RowOptions
}

const rank = (list: TermRank['list']) => (position: number) => ({ list, position }) as const

/** Position in the published list of search terms, which is also the order of exported columns. */
export const published = rank('published')
/** Position among the terms that the published list held once. */
export const legacy = rank('legacy')
/** Position among the fields that no published list holds, searchable all the same. */
export const proposed = rank('proposed')
/** The field can only be searched through a term of its parent. */
export const untermed = null

type Declare<Value> = <const Path extends string>(
  path: Path,
  since: string,
  term: TermRank | null,
  meaning: string,
  options?: RowOptions,
) => Row<Path, Value>

const declare =
  <Value>(kind: Kind): Declare<Value> =>
  (path, since, term, meaning, options = {}) => ({ path, ...kind, since, term, meaning, options })

interface FieldNotation extends Notation {
  readonly declaration: Declare<this['value']>
}

export const { keyword, path, enumeration, address, integer32, integer64, timestamp, boolean } =
  kindsOf<FieldNotation>(declare)
