import type { ControlStore, Database } from '@spillway/control-store'
import { sql } from 'kysely'
import { type Counted, type Course, coursesIn, startIn } from './courses.ts'
import type { Listed, ListWish, Slice } from './narrowing.ts'
import type { Place, Ranked } from './ranks.ts'

/** Rows of a block when it is made; with twice as many it is worth dividing. */
const standardRows = 1024
/** Pages of one order from one look at its blocks to the next. */
const pagesBetween = 64

interface Known {
  readonly courseOf: (wish: ListWish) => Course
  pages: number
}

export type Blocks = ReturnType<typeof createBlocks>

/** Divides blocks that have grown, and drops those in which nothing is left. Lists stay the same whatever is done here. */
export const createBlocks = (
  store: Pick<ControlStore, 'db' | 'dialect' | 'transaction'>,
  kind: Listed,
  blockRows = standardRows,
) => {
  const grown = async (list: string, tenantId: string): Promise<Place[]> => {
    const found = await sql<Place>`select key, number from listing_rank
      where list = ${list} and tenant_id = ${tenantId} group by key, number having sum(amount) > ${2 * blockRows}
      order by key, number`.execute(store.db)
    return found.rows
  }

  const divide = (ranked: Ranked, tenantId: string, block: Place): Promise<void> =>
    store.transaction(async (db) => {
      if (store.dialect === 'postgres') await waitForTallies(db)
      const place = sql`list = ${ranked.list} and tenant_id = ${tenantId}`
      const start = sql`(${block.key}, cast(${block.number} as bigint))`
      const { rows } = await sql<Place>`select distinct key, number from listing_rank
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

  const dropEmpty = ({ list }: Ranked, tenantId: string) =>
    sql`delete from listing_rank where list = ${list} and tenant_id = ${tenantId} and amount = 0`.execute(store.db)

  const keep = async (ranked: Ranked, tenantId: string): Promise<void> => {
    if (ranked.isFixed) await dropEmpty(ranked, tenantId)
    else for (const block of await grown(ranked.list, tenantId)) await divide(ranked, tenantId, block)
  }
  const look = async (ranked: Ranked, tenantId: string): Promise<Known> => {
    // What keeps blocks from being divided keeps no one from reading.
    await keep(ranked, tenantId).catch(() => undefined)
    const { rows } = await sql<Counted>`select key, number, active, blocked, amount from listing_rank
      where list = ${ranked.list} and tenant_id = ${tenantId} order by key, number`.execute(store.db)
    return { courseOf: coursesIn(rows), pages: 0 }
  }
  const known = new Map<string, Known>()

  return {
    keep,

    /** Where to begin to look for a page, from what the blocks were a few pages ago. */
    startFor: async (ranked: Ranked, tenantId: string, wish: ListWish, slice: Slice): Promise<Place> => {
      const name = `${ranked.list} ${tenantId}`
      const before = known.get(name)
      const now = before && before.pages < pagesBetween ? before : await look(ranked, tenantId)
      now.pages += 1
      known.set(name, now)
      return startIn(now.courseOf(wish), ranked.descending, slice)
    },
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
  readonly block: Place
  readonly next: Place | undefined
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

const isBetween = (kind: Listed, { key }: Ranked, block: Place, next: Place | undefined) => {
  const number = sql.ref(`${kind}.legacy_id`)
  if (!key) return sql`${number} >= ${block.number} ${next ? sql`and ${number} < ${next.number}` : sql``}`
  const end = next ? sql`and ${key} <= ${next.key} and (${key}, ${number}) < (${next.key}, ${next.number})` : sql``
  return sql`${key} >= ${block.key} and (${key}, ${number}) >= (${block.key}, ${block.number}) ${end}`
}
