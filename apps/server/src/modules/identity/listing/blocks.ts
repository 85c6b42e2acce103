import type { ControlStore, Database } from '@spillway/control-store'
import { sql } from 'kysely'
import type { Listed } from './narrowing.ts'
import type { Ranked } from './ranks.ts'

/** Rows of a block when it is made; with twice as many it is worth dividing. */
const standardRows = 1024
/** Pages of one order from one look at its blocks to the next. */
const pagesBetween = 16

interface Block {
  readonly key: string
  readonly number: number
}

export type Blocks = ReturnType<typeof createBlocks>

/** Divides blocks that have grown, and drops those in which nothing is left. Lists stay the same whatever is done here. */
export const createBlocks = (
  store: Pick<ControlStore, 'db' | 'dialect' | 'transaction'>,
  kind: Listed,
  blockRows = standardRows,
) => {
  const grown = async (list: string, tenantId: string): Promise<Block[]> => {
    const found = await sql<Block>`select key, number from listing_rank
      where list = ${list} and tenant_id = ${tenantId} group by key, number having sum(amount) > ${2 * blockRows}
      order by key, number`.execute(store.db)
    return found.rows
  }

  const divide = (ranked: Ranked, tenantId: string, block: Block): Promise<void> =>
    store.transaction(async (db) => {
      if (store.dialect === 'postgres') await waitForTallies(db)
      const place = sql`list = ${ranked.list} and tenant_id = ${tenantId}`
      const start = sql`(${block.key}, cast(${block.number} as bigint))`
      const { rows } = await sql<Block>`select distinct key, number from listing_rank
        where ${place} and (key, number) >= ${start} order by key, number limit 2`.execute(db)
      // Others may have emptied and dropped it meanwhile: its rows would then be those of the one before.
      if (rows[0]?.key !== block.key || rows[0].number !== block.number) return
      await sql`delete from listing_rank where ${place} and (key, number) = ${start}`.execute(db)
      await sql`insert into listing_rank (list, tenant_id, key, number, active, blocked, amount)
        select ${ranked.list}, ${tenantId}, key, number, active, blocked, count(*) from
          (${placed({ kind, ranked, tenantId, block, next: rows[1], blockRows })}) as placed
        group by key, number, active, blocked`.execute(db)
      await sql`delete from listing_rank where ${place} and amount = 0`.execute(db)
    })

  const keep = async (ranked: Ranked, tenantId: string): Promise<void> => {
    for (const block of await grown(ranked.list, tenantId)) await divide(ranked, tenantId, block)
  }
  const pages = new Map<string, number>()

  return {
    /** To be called before pages are looked for far from either end; looks at the blocks now and then. */
    keepForPage: async (ranked: Ranked, tenantId: string): Promise<void> => {
      const name = `${ranked.list} ${tenantId}`
      const before = pages.get(name) ?? 0
      pages.set(name, before + 1)
      if (before % pagesBetween === 0) await keep(ranked, tenantId)
    },
    keep,
  }
}

/** The lock under which changes are counted: with it, rows and tallies are those of the same commits. */
const waitForTallies = async (db: Database): Promise<void> => {
  await sql`set transaction isolation level read committed`.execute(db)
  await sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('listing_tally'))`.execute(db)
}

interface Division {
  readonly kind: Listed
  readonly ranked: Ranked
  readonly tenantId: string
  readonly block: Block
  readonly next: Block | undefined
  readonly blockRows: number
}

/** Rows of a block with the first place of the new block they come into; the first of all begins where the old one did. */
const placed = ({ kind, ranked, tenantId, block, next, blockRows }: Division) => {
  const [key, number] = [ranked.key ?? sql`''`, sql.ref(`${kind}.legacy_id`)]
  const numbered = sql`select ${key} as key, ${number} as number, active, blocked,
    (row_number() over (order by ${key}, ${number}) - 1) / ${sql.lit(blockRows)} as block
    from ${sql.table(kind)} where tenant_id = ${tenantId} and ${isBetween(kind, ranked, block, next)}`
  const first = (column: string, lowest: unknown) => sql`case when block = 0 then ${lowest} else
    first_value(${sql.ref(column)}) over (partition by block order by key, number) end as ${sql.ref(column)}`
  return sql`select ${first('key', block.key)}, ${first('number', sql`cast(${block.number} as bigint)`)}, active, blocked
    from (${numbered}) as numbered`
}

const isBetween = (kind: Listed, { key }: Ranked, block: Block, next: Block | undefined) => {
  const number = sql.ref(`${kind}.legacy_id`)
  if (!key) return sql`${number} >= ${block.number} ${next ? sql`and ${number} < ${next.number}` : sql``}`
  const end = next ? sql`and ${key} <= ${next.key} and (${key}, ${number}) < (${next.key}, ${next.number})` : sql``
  return sql`${key} >= ${block.key} and (${key}, ${number}) >= (${block.key}, ${block.number}) ${end}`
}
