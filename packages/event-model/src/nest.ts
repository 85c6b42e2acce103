import type { Row } from './fields/row.ts'

type Head<Path extends string> = Path extends `${infer First}.${string}` ? First : Path
type KeyOf<Segment extends string> = Segment extends `${infer Name}[]` ? Name : Segment
type Below<Rows extends Row, Segment extends string> =
  Rows extends Row<`${Segment}.${infer Rest}`, infer Value> ? Row<Rest, Value> : never
type ValueAt<Rows extends Row, Path extends string> = Rows extends Row<Path, infer Value> ? Value : never
type Branch<Rows extends Row, Segment extends string> = [Below<Rows, Segment>] extends [never]
  ? ValueAt<Rows, Segment>
  : Segment extends `${string}[]`
    ? Nest<Below<Rows, Segment>>[]
    : Nest<Below<Rows, Segment>>

/** The object that a set of field-table rows describes: `a.b` nests, `a[].b` is an array of objects. */
export type Nest<Rows extends Row> = {
  [Segment in Head<Rows['path']> as KeyOf<Segment>]: Branch<Rows, Segment>
}

/** The same object as a sender may give it: any part left out, and null for whatever is unknown. */
export type Sparse<Value> = Value extends readonly (infer Item)[]
  ? Sparse<Item>[] | null
  : Value extends object
    ? { [Key in keyof Value]?: Sparse<Value[Key]> | null }
    : Value | null
