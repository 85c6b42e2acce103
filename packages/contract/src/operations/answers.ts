import type { z } from 'zod'

/** An answer of JSON, where nothing is created. */
export const json = <Schema extends z.ZodType>(schema: Schema) =>
  ({ status: 200, type: 'application/json', schema }) as const
