import { fieldOf } from '../fields.ts'
import { type Kind, kindsOf, type Notation } from '../kinds.ts'
import { depthOf, type Leaf } from '../leaf.ts'
import type { Typed } from '../nest.ts'

/** Where a v1 value comes from: an expression over the stored v2 columns, and the v2 leaf it stands for. */
export interface Origin {
  readonly sql: string
  readonly v2: string | null
}

/** The value of a v2 leaf, taken over as it is. */
export const stored = (path: string): Origin => ({ sql: fieldOf(path).column, v2: path })

interface V1Options {
  /** Position in the list of v1 search terms. */
  readonly position?: number
  /** Name of the search term where it is not the name of the field. */
  readonly term?: string
  /** Header of the exported column; a term without one is headed by its name. */
  readonly header?: string
  readonly cef?: string
  readonly since?: string
  /** The list is null instead of empty. */
  readonly alwaysNull?: boolean
}

/** One leaf of a v1 file event: a view of the stored v2 event. */
export interface V1Field extends Leaf {
  readonly v2: string | null
  /** Search term and its position in the published list; null when the field cannot be searched. */
  readonly term: { readonly name: string; readonly position: number } | null
  readonly header: string | null
  /** Key of the field in the common event format. */
  readonly cef: string | null
  readonly alwaysNull: boolean
  /** Month of the first public sighting; null when older than the records. */
  readonly since: string | null
}

type V1Row<Path extends string, Value> = V1Field & Typed<Path, Value>

type Declare<Value> = <const Path extends string>(
  path: Path,
  origin: Origin,
  meaning: string,
  options?: V1Options,
) => V1Row<Path, Value>

const termOf = (path: string, { term, position }: V1Options): V1Field['term'] =>
  position === undefined ? null : { name: term ?? path, position }

const declare =
  <Value>({ valueClass, valueType, list, required }: Kind): Declare<Value> =>
  (path, origin, meaning, options = {}) => ({
    path,
    valueClass,
    valueType,
    list,
    nullable: !required && !list,
    depth: depthOf(path, list),
    sql: origin.sql,
    v2: origin.v2,
    digits: origin.v2 === null ? 3 : fieldOf(origin.v2).digits,
    meaning,
    term: termOf(path, options),
    header: options.header ?? null,
    cef: options.cef ?? null,
    alwaysNull: options.alwaysNull ?? false,
    since: options.since ?? null,
  })

interface V1Notation extends Notation {
  readonly declaration: Declare<this['value']>
}

export const { keyword, path, enumeration, address, integer32, integer64, timestamp, boolean } =
  kindsOf<V1Notation>(declare)
