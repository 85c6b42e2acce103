import type { ValueClass, ValueType } from './types.ts'

/** What the kind of a leaf tells about its value. A value that is neither required nor a list may be null. */
export interface Kind {
  readonly valueClass: ValueClass
  readonly valueType: ValueType
  readonly list: boolean
  readonly required: boolean
}

/** How a table writes a leaf down: `declaration` is its function, told for the compiler by the `value` it stands for. */
export interface Notation {
  readonly value: unknown
  readonly declaration: object
}

type Declaration<Table extends Notation, Value> = (Table & { readonly value: Value })['declaration']

/** The kinds of leaves that both tables know, each as the function that declares one in the notation of a table. */
export const kindsOf = <Table extends Notation>(declare: <Value>(kind: Kind) => Declaration<Table, Value>) => {
  const kind = <Value>(valueClass: ValueClass, valueType: ValueType) =>
    Object.assign(declare<Value | null>({ valueClass, valueType, list: false, required: false }), {
      /** An array of such values, never null. */
      list: declare<Value[]>({ valueClass, valueType, list: true, required: false }),
      /** A value that is never null. */
      required: declare<Value>({ valueClass, valueType, list: false, required: true }),
    })
  return {
    keyword: kind<string>('keyword', 'string'),
    path: kind<string>('path', 'string'),
    enumeration: kind<string>('enumeration', 'string'),
    address: kind<string>('address', 'string'),
    integer32: kind<number>('number', 'int32'),
    integer64: kind<number>('number', 'int64'),
    timestamp: kind<string>('timestamp', 'timestamp'),
    boolean: kind<boolean>('boolean', 'boolean'),
  }
}
