import type { Tables } from '@spillway/control-store'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'

/** A search that can be carried out. */
export interface CompiledSearch {
  readonly where: RawBuilder<unknown>
  readonly orderBy: RawBuilder<unknown>
  readonly direction: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

/** The rows of one page of a search among `candidates`, which have ids, and how many it finds in all. */
export const pageOf = async <Table extends 'alert' | 'alert_rule'>(
  candidates: SelectQueryBuilder<Tables, Table, object>,
  { where, orderBy, direction, offset, limit }: CompiledSearch,
) => {
  const found = candidates.where(sql<boolean>`${where}`)
  const { total } = await found.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()
  const inOrder = found.selectAll().orderBy(orderBy, direction).orderBy(sql`id`, direction)
  return { rows: await inOrder.offset(offset).limit(limit).execute(), total: Number(total) }
}
