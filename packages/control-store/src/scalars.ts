import type { ColumnType } from 'kysely'

/** Portable truth value: SQLite has no boolean, so both dialects store 0 or 1. */
export type Flag = 0 | 1
/** Instant as ISO 8601 in UTC with milliseconds, so that text order is time order. */
export type Timestamp = string
/** JSON document kept as text. */
export type JsonText = string
/** Whole number up to 2^53, with the default given by the table. */
export type Counter = ColumnType<number, number | undefined, number>
export type FlagWithDefault = ColumnType<Flag, Flag | undefined, Flag>
/** Text that may be left out of an insert: the table has a default. */
export type TextWithDefault = ColumnType<string, string | undefined, string>
/** Text that is null unless an insert gives it. */
export type Optional<Value = string> = ColumnType<Value | null, Value | null | undefined, Value | null>
