import type { ValueClass, ValueType } from './types.ts'

/** What both tables tell about a leaf: where it stands in the JSON and how the store holds it. */
export interface Leaf {
  readonly path: string
  readonly valueType: ValueType
  readonly valueClass: ValueClass
  readonly list: boolean
  readonly nullable: boolean
  /** Arrays around the value: one for each `[]` in the path, and one more for a list. */
  readonly depth: number
  /** Expression over the columns; text and arrays are empty instead of null. */
  readonly sql: string
  /** Fraction digits of a timestamp. */
  readonly digits: 3 | 6
  readonly meaning: string
}

/** Arrays around the value of a path. */
export const depthOf = (path: string, list: boolean): number => path.split('[]').length - 1 + (list ? 1 : 0)
