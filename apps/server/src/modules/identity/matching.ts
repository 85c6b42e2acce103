import { type Expression, type SqlBool, sql } from 'kysely'

/** An index of parts of names is asked for so much of a long text: its other parts are such as very many rows bear. */
const head = 12

/** `expression` holds `text` somewhere, in any letter case (ASCII). `%` and `_` stand for themselves. */
export const contains = (expression: Expression<unknown>, text: string): Expression<SqlBool> => {
  const letters = [...text.toLowerCase()]
  const begins = like(sql`lower(${expression})`, letters.slice(0, head).join(''))
  if (letters.length <= head) return begins
  // No index has the second.
  return sql<SqlBool>`(${begins} and ${like(sql`lower(${expression}) || ''`, letters.join(''))})`
}

const like = (expression: Expression<unknown>, text: string): Expression<SqlBool> =>
  sql<SqlBool>`${expression} like ${`%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`} escape '\\'`

/** Text that a database may be asked about: NUL is refused by PostgreSQL and never stored. */
export const isStorable = (text: string): boolean => !text.includes('\0')
