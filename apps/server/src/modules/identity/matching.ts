import { type Expression, type SqlBool, sql } from 'kysely'

/** An index of parts of names is asked for so much of a long text: its other parts are such as very many rows bear. */
const head = 12

/** `expression` holds `text` somewhere, in any letter case of any alphabet. `%` and `_` stand for themselves. */
export const contains = (expression: Expression<unknown>, text: string): Expression<SqlBool> => {
  const letters = [...folded(text)]
  const whole = lowered(expression, letters)
  const begins = like(whole, letters.slice(0, head).join(''))
  if (letters.length <= head) return begins
  // No index has the second.
  return sql<SqlBool>`(${begins} and ${like(sql`${whole} || ''`, letters.join(''))})`
}

/** `expression` is `text`, in any letter case of any alphabet. */
export const isAlike = (expression: Expression<unknown>, text: string): Expression<SqlBool> =>
  sql<SqlBool>`${lowered(expression, [...folded(text)])} = ${folded(text)}`

/** In small letters; one that would become two stays as it is. */
export const folded = (text: string): string =>
  [...text]
    .map((letter) => {
      const small = letter.toLowerCase()
      return [...small].length === 1 ? small : letter
    })
    .join('')

/** The capital that a database leaves as it is when it makes small letters: it may know those of ASCII alone. */
export const capitalOf = (letter: string): string | null => {
  const capital = letter.toUpperCase()
  return letter <= '\x7f' || capital === letter || [...capital].length > 1 ? null : capital
}

/** No name has more different letters, and SQLite nests no more than a thousand calls. */
const mostCapitals = 200

/** In small letters, as far as those of a text go. */
const lowered = (expression: Expression<unknown>, letters: readonly string[]): Expression<unknown> => {
  let small = sql`lower(${expression})`
  const capitals = [...new Set(letters)].flatMap((letter) => {
    const capital = capitalOf(letter)
    return capital === null ? [] : [[capital, letter] as const]
  })
  for (const [capital, letter] of capitals.slice(0, mostCapitals)) small = sql`replace(${small}, ${capital}, ${letter})`
  return small
}

const like = (expression: Expression<unknown>, text: string): Expression<SqlBool> =>
  sql<SqlBool>`${expression} like ${`%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`} escape '\\'`

/** Text that a database may be asked about: NUL is refused by PostgreSQL and never stored. */
export const isStorable = (text: string): boolean => !text.includes('\0')
