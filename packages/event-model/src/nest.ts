/** The part of a row that tells a path and, for the compiler alone, the JSON type of its value. */
export interface Typed<Path extends string = string, Value = unknown> {
  readonly path: Path
  /** Never set. */
  readonly value?: Value
}

type Head<Path extends string> = Path extends `${infer First}.${string}` ? First : Path
type KeyOf<Segment extends string> = Segment extends `${infer Name}[]` ? Name : Segment
type Below<Rows extends Typed, Segment extends string> =
  Rows extends Typed<`${Segment}.${infer Rest}`, infer Value> ? Typed<Rest, Value> : never
type ValueAt<Rows extends Typed, Path extends string> = Rows extends Typed<Path, infer Value> ? Value : never
type Branch<Rows extends Typed, Segment extends string> = [Below<Rows, Segment>] extends [never]
  ? ValueAt<Rows, Segment>
  : Segment extends `${string}[]`
    ? Nest<Below<Rows, Segment>>[]
    : Nest<Below<Rows, Segment>>

/** The object that a set of field-table rows describes: `a.b` nests, `a[].b` is an array of objects. */
export type Nest<Rows extends Typed> = {
  [Segment in Head<Rows['path']> as KeyOf<Segment>]: Branch<Rows, Segment>
}

/** The same object as a sender may give it: any part left out, and null for whatever is unknown. */
export type Sparse<Value> = Value extends readonly (infer Item)[]
  ? Sparse<Item>[] | null
  : Value extends object
    ? { [Key in keyof Value]?: Sparse<Value[Key]> | null }
    : Value | null
