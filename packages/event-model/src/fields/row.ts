import type { Typed } from '../nest.ts'
import type { Privacy, ValueClass, ValueType } from '../types.ts'

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
export interface Row<Path extends string = string, Value = unknown> extends Typed<Path, Value> {
  readonly valueClass: ValueClass
  readonly valueType: ValueType
  readonly list: boolean
  readonly required: boolean
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
  <Value>(valueClass: ValueClass, valueType: ValueType, list: boolean, required: boolean): Declare<Value> =>
  (path, since, term, meaning, options = {}) => ({
    path,
    valueClass,
    valueType,
    list,
    required,
    since,
    term,
    meaning,
    options,
  })

const declarations = <Value>(valueClass: ValueClass, valueType: ValueType) =>
  Object.assign(declare<Value | null>(valueClass, valueType, false, false), {
    /** An array of such values, never null. */
    list: declare<Value[]>(valueClass, valueType, true, false),
    /** A value that is never null. */
    required: declare<Value>(valueClass, valueType, false, true),
  })

export const keyword = declarations<string>('keyword', 'string')
export const path = declarations<string>('path', 'string')
export const enumeration = declarations<string>('enumeration', 'string')
export const address = declarations<string>('address', 'string')
export const integer32 = declarations<number>('number', 'int32')
export const integer64 = declarations<number>('number', 'int64')
export const timestamp = declarations<string>('timestamp', 'timestamp')
export const boolean = declarations<boolean>('boolean', 'boolean')
