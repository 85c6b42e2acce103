import { type Expression, type SqlBool, sql } from 'kysely'

/** `expression` holds `text` somewhere, in any letter case (ASCII). `%` and `_` stand for themselves. */
export const contains = (expression: Expression<unknown>, text: string): Expression<SqlBool> =>
  sql<SqlBool>`lower(${expression}) like ${pattern(text)} escape '\\'`

const pattern = (text: string): string => `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`

/** Text that a database may be asked about: NUL is refused by PostgreSQL and never stored. */
export const isStorable = (text: string): boolean => !text.includes('\0')
