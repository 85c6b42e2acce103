import type { ControlStore } from '@spillway/control-store'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { notConnectingSince } from './health.ts'

/** Machines noted in one statement, so that nobody waits for long. */
const atOnce = 200

/** Machines of which something else is noted than what is so, in the order of an index. */
interface Wrong {
  readonly silent: 0 | 1
  readonly which: RawBuilder<SqlBool>
  readonly order: RawBuilder<unknown>
}

/**
 * Notes which machines have fallen silent, and which speak again. Silence comes by itself, so that no change of a machine
 * tells of it; once noted, it is like any other column, and what is ill has an index.
 */
export const createSilence = ({ db }: Pick<ControlStore, 'db'>) => {
  const note = async ({ silent, which, order }: Wrong): Promise<boolean> => {
    const some = sql`(select uid from agent where ${which} order by ${order} limit ${atOnce})`
    const noting = db.updateTable('agent').set({ silent }).where(sql<SqlBool>`uid in ${some} and ${which}`)
    return (await noting.executeTakeFirstOrThrow()).numUpdatedRows < atOnce
  }

  const anyWrong = async (tenantId: string, since: string): Promise<Wrong[]> => {
    const all = wrongSince(tenantId, since)
    const one = ({ which, order }: Wrong, index: number) =>
      sql`(select 1 from agent where ${which} order by ${order} limit 1) as ${sql.ref(`wrong${index}`)}`
    const { rows } = await sql<Record<string, unknown>>`select ${sql.join(all.map(one))}`.execute(db)
    return all.filter((_, index) => rows[0]?.[`wrong${index}`] !== null)
  }

  const running = new Set<string>()
  const noteAll = async (tenantId: string, wrong: Wrong): Promise<void> => {
    running.add(tenantId)
    // What stays undone is found again by the next who asks.
    for (let isDone = false; !isDone; ) isDone = await note(wrong).catch(() => true)
    running.delete(tenantId)
  }

  /**
   * Whether everything is noted up to an instant. A few are noted at once; many, as after a long time without anybody who
   * asked, by and by, and until then the answer is no.
   */
  return async (tenantId: string, now: Date): Promise<boolean> => {
    if (running.has(tenantId)) return false
    for (const wrong of await anyWrong(tenantId, notConnectingSince(now))) {
      if (await note(wrong)) continue
      void noteAll(tenantId, wrong)
      return false
    }
    return true
  }
}

const wrongSince = (tenantId: string, since: string): Wrong[] => {
  const [heard, mine] = [sql`coalesce(last_connected_at, created_at)`, sql`tenant_id = ${tenantId}`]
  return [
    { silent: 1, which: sql`${mine} and active = 1 and silent = 0 and ${heard} < ${since}`, order: heard },
    {
      silent: 0,
      which: sql`${mine} and active = 1 and silent = 1 and ${heard} >= ${since}`,
      order: sql`${heard} desc`,
    },
    { silent: 0, which: sql`${mine} and active = 0 and silent = 1`, order: heard },
  ]
}
