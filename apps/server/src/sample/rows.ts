import { createHash } from 'node:crypto'
import type { Database, NewRow, nextLegacyId, Row, Tables } from '@spillway/control-store'
import { chunksOf } from '../platform/chunks.ts'

/** Where a sample is stored: all of it in one transaction. */
export interface Context {
  readonly db: Database
  readonly transaction: Parameters<typeof nextLegacyId>[0]
  readonly root: Row<'organization'>
  readonly at: string
}

/** Values bound in one statement stay under what either database takes. */
const mostValues = 20_000

/** The same name gives the same id. */
export const idOf = (kind: string, name: string): string => {
  const hex = createHash('sha256').update(`${kind} ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const uidOf = (kind: string, name: string): string =>
  String(10n ** 17n + (createHash('sha256').update(`${kind} ${name}`).digest().readBigUInt64BE() % (8n * 10n ** 17n)))

export const insertAll = async <Name extends keyof Tables>(
  db: Database,
  table: Name,
  rows: readonly NewRow<Name>[],
) => {
  const size = Math.max(1, Math.floor(mostValues / Object.keys(rows[0] ?? {}).length))
  for (const some of chunksOf(rows, size))
    await db
      .insertInto(table)
      .values(some as never)
      .execute()
}
