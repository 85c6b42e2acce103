import type { ControlStore } from '@spillway/control-store'
import { type SqlBool, sql } from 'kysely'
import { notConnectingSince } from './health.ts'

/** Machines noted in one statement, so that others who write need not wait for long. */
const atOnce = 1000

/**
 * Notes which machines have fallen silent, and which speak again, up to an instant. Silence comes by itself, so that
 * no change of a machine tells of it; noted before a list that asks for it, it is like any other column.
 */
export const createSilence = ({ db }: Pick<ControlStore, 'db'>) => {
  const note = async (silent: 0 | 1, which: ReturnType<typeof sql<SqlBool>>): Promise<void> => {
    const some = sql<string>`(select uid from agent where ${which} limit ${atOnce})`
    const { numUpdatedRows } = await db
      .updateTable('agent')
      .set({ silent })
      .where(sql<SqlBool>`uid in ${some} and ${which}`)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows >= atOnce) await note(silent, which)
  }

  return async (tenantId: string, now: Date): Promise<void> => {
    const heard = sql`coalesce(last_connected_at, created_at)`
    const since = notConnectingSince(now)
    const wrong = [
      [1, sql<SqlBool>`tenant_id = ${tenantId} and active = 1 and silent = 0 and ${heard} < ${since}`],
      [0, sql<SqlBool>`tenant_id = ${tenantId} and active = 1 and silent = 1 and ${heard} >= ${since}`],
      [0, sql<SqlBool>`tenant_id = ${tenantId} and active = 0 and silent = 1`],
    ] as const
    const asked = wrong.map(
      ([, which], index) => sql`exists (select 1 from agent where ${which}) as ${sql.ref(`w${index}`)}`,
    )
    const { rows } = await sql<Record<string, unknown>>`select ${sql.join(asked)}`.execute(db)
    for (const [index, [silent, which]] of wrong.entries()) if (rows[0]?.[`w${index}`]) await note(silent, which)
  }
}
