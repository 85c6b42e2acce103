import type { Database } from '@spillway/control-store'
import { type Expression, type SqlBool, sql } from 'kysely'
import { capitalOf, folded } from '../matching.ts'
import type { Dialect, Listed, Slice } from './narrowing.ts'

/** The parts of names that SQLite keeps are of three letters. PostgreSQL uses such an index of its own accord. */
const shortest = 3
/** Long texts are looked for by their ends alone: what they find is compared as a whole anyway. */
const [head, tail] = [12, 6]
/** More rows than these are not worth picking one by one. */
const few = 10_000
/** Among so few rows each is looked into. */
const fewRows = 1000

/** What to ask the parts of names for; null where they are of no help, and each name is looked into. */
export const phraseOf = (dialect: Dialect, text: string | undefined, among: number): string | null => {
  if (dialect !== 'sqlite' || among <= fewRows) return null
  const parts = partsIn(folded(text ?? '')).flatMap(endsOf)
  return parts.length === 0 ? null : parts.map((part) => `"${part.replaceAll('"', '""')}"`).join(' AND ')
}

/** What is kept of names has capitals beyond ASCII: these are left out of what it is asked for. */
const partsIn = (text: string): string[] =>
  [...text]
    .map((letter) => (capitalOf(letter) === null ? letter : '\0'))
    .join('')
    .split('\0')
    .filter((part) => [...part].length >= shortest)

const endsOf = (part: string): string[] => {
  const letters = [...part]
  if (letters.length <= head + tail) return [part]
  return [letters.slice(0, head).join(''), letters.slice(-tail).join('')]
}

const tableOf = (kind: Listed) => sql.table(`${kind}_text`)
const hits = (kind: Listed, phrase: string) => sql`${tableOf(kind)} where ${tableOf(kind)} match ${phrase}`

/** Rows that may bear the text, by its parts. */
export const mayBear = (kind: Listed, phrase: string): Expression<SqlBool> =>
  sql<SqlBool>`${sql.ref(`${kind}.legacy_id`)} in (select rowid from ${hits(kind, phrase)})`

/** Whether so few rows may bear the text that each is picked out: how far along an order they stand is not known. */
export const isRare = async (db: Database, kind: Listed, phrase: string): Promise<boolean> => {
  const found = sql<{
    rows: number
  }>`select count(*) as rows from (select 1 from ${hits(kind, phrase)} limit ${few + 1})`
  const { rows } = await found.execute(db)
  return (rows[0]?.rows ?? 0) <= few
}

/** Rows that bear the text: what stands after `from`. */
export const bearing = (kind: Listed, phrase: string, conditions: Expression<SqlBool>) => {
  const place = sql`${tableOf(kind)} cross join ${sql.table(kind)}`
  const same = sql`${sql.ref(`${kind}.legacy_id`)} = ${sql.ref(`${kind}_text.rowid`)}`
  return sql`${place} on ${same} where ${tableOf(kind)} match ${phrase} and ${conditions}`
}

/** Uids of a page in the order of their numbers, which is how the parts of names are kept: no more are read than it takes. */
export const pageByNumber = (
  kind: Listed,
  phrase: string,
  conditions: Expression<SqlBool>,
  direction: 'asc' | 'desc',
  { offset, limit }: Slice,
): Expression<string> => {
  const order = sql`order by ${sql.ref(`${kind}_text.rowid`)} ${sql.raw(direction)}`
  const rows = bearing(kind, phrase, conditions)
  return sql<string>`(select ${sql.ref(`${kind}.uid`)} from ${rows} ${order} limit ${limit} offset ${offset})`
}
