import { z } from 'zod'

/** Truth value of a query: `true`, `True`, `1`, and their opposites. */
export const queryBoolean = z.stringbool()

/** Page number from 1. */
export const pageNumber = z.coerce.number().int().min(1).max(1_000_000_000).default(1)

/** Rows per page, at most `maximum`. */
export const pageSize = (fallback: number, maximum: number) =>
  z.coerce.number().int().min(1).max(maximum).default(fallback)

/** A list given by repeating the parameter, by commas, or both. */
export const queryList = z.union([z.string(), z.array(z.string())]).transform((value) =>
  [value]
    .flat()
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter(Boolean),
)

/** One of `values` in any letter case. */
export const anyCase = <const Value extends string>(values: readonly [Value, ...Value[]]) =>
  z.preprocess(
    (given) =>
      typeof given === 'string'
        ? (values.find((value) => value.toLowerCase() === given.toLowerCase()) ?? given)
        : given,
    z.enum(values),
  )

/** The first of a parameter given more than once. */
export const firstOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given) => (Array.isArray(given) ? given[0] : given), schema)

/** A number that is there: an empty text would count as zero. */
export const filled = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given) => (typeof given === 'string' && given.trim() === '' ? Number.NaN : given), schema)
