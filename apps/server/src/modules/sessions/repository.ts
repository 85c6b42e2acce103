import type { SessionFilters, SessionSearch } from '@spillway/contract'
import type { ControlStore, Row } from '@spillway/control-store'
import { sql } from 'kysely'
import type { AlertTransaction } from '../alerts/index.ts'
import type { Position } from '../changes/index.ts'
import { conditionOf } from './conditions.ts'
import type { SessionRow } from './content.ts'

/** A session with its histories, its alerts, and how many sessions its person had before. */
export interface WholeSession {
  readonly row: SessionRow
  readonly entries: readonly Row<'session_entry'>[]
  readonly alerts: readonly Row<'session_alert'>[]
  readonly earlier: number
}

/** How far back earlier sessions count as context. */
const contextMilliseconds = 90 * 24 * 60 * 60_000

const earlierSessions = sql<number>`(
  select count(*) from session as earlier
  where earlier.tenant_id = session.tenant_id and earlier.is_shown = 1 and earlier.actor_id = session.actor_id
    and earlier.start < session.start and earlier.start >= session.start - ${sql.lit(contextMilliseconds)}
)`

/** Sessions of tenants. */
export const createSessionRepository = ({ db }: Pick<ControlStore, 'db'>) => {
  const shown = (tenantId: string) => db.selectFrom('session').where('session.tenant_id', '=', tenantId)
  const withContext = (tenantId: string) => shown(tenantId).selectAll().select(earlierSessions.as('earlier'))

  const whole = async (rows: readonly (SessionRow & { readonly earlier: number })[]): Promise<WholeSession[]> => {
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    const entries = await db
      .selectFrom('session_entry')
      .selectAll()
      .where('session_id', 'in', ids)
      .orderBy('number')
      .execute()
    const alerts = await db
      .selectFrom('session_alert')
      .selectAll()
      .where('session_id', 'in', ids)
      .orderBy('created_at')
      .orderBy('alert_id')
      .execute()
    const entriesOf = Map.groupBy(entries, ({ session_id }) => session_id)
    const alertsOf = Map.groupBy(alerts, ({ session_id }) => session_id)
    return rows.map(({ earlier, ...row }) => ({
      row,
      entries: entriesOf.get(row.id) ?? [],
      alerts: alertsOf.get(row.id) ?? [],
      earlier: Number(earlier),
    }))
  }

  return {
    search: async (tenantId: string, search: SessionSearch) => {
      const condition = conditionOf(search)
      const { total } = await shown(tenantId)
        .where(condition)
        .select(sql<number>`count(*)`.as('total'))
        .executeTakeFirstOrThrow()
      const direction = search.sort_direction === 'ASC' ? 'asc' : 'desc'
      const rows = await withContext(tenantId)
        .where(condition)
        .orderBy(search.order_by === 'score' ? 'score' : 'end_at', direction)
        .orderBy('end_at', direction)
        .orderBy('id', direction)
        .offset(search.page_number * search.page_size)
        .limit(search.page_size)
        .execute()
      return { sessions: await whole(rows), total: Number(total) }
    },

    /** Null where no such session is shown. */
    read: async (tenantId: string, id: string): Promise<WholeSession | null> => {
      const rows = await withContext(tenantId).where('id', '=', id).where('is_shown', '=', 1).execute()
      return (await whole(rows))[0] ?? null
    },

    /** Those shown that changed behind a position, in the order of their changes. */
    changedAfter: async (tenantId: string, { change, id }: Position, limit: number): Promise<WholeSession[]> => {
      const changed = sql<boolean>`(change > ${change} or (change = ${change} and id > ${id}))`
      const found = withContext(tenantId).where('is_shown', '=', 1).where(changed)
      return whole(await found.orderBy('change').orderBy('id').limit(limit).execute())
    },

    /** Ids and states of those of the sessions that are shown, in the order of their ids. */
    states: (within: AlertTransaction, tenantId: string, ids: readonly string[]) =>
      within
        .selectFrom('session')
        .select(['id', 'state'])
        .where('tenant_id', '=', tenantId)
        .where('is_shown', '=', 1)
        .where('id', 'in', ids)
        .orderBy('id')
        .execute(),

    /** Ids after one, in their order, of sessions that a search finds. */
    idsAfter: async (tenantId: string, filters: SessionFilters, after: string, limit: number): Promise<string[]> => {
      const found = shown(tenantId).where(conditionOf(filters)).where('id', '>', after)
      const rows = await found.select('id').orderBy('id').limit(limit).execute()
      return rows.map(({ id }) => id)
    },

    /** Notes a session has; the session is the transaction's own from here on. Null where it is not shown. */
    countNotes: async (within: AlertTransaction, tenantId: string, id: string, at: Date): Promise<number | null> => {
      const { numUpdatedRows } = await within
        .updateTable('session')
        .set({ last_updated: at.getTime() })
        .where('tenant_id', '=', tenantId)
        .where('is_shown', '=', 1)
        .where('id', '=', id)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return null
      const { notes } = await within
        .selectFrom('session_entry')
        .select(sql<number>`count(*)`.as('notes'))
        .where('session_id', '=', id)
        .where('kind', '=', 'note')
        .executeTakeFirstOrThrow()
      return Number(notes)
    },
  }
}

export type SessionRepository = ReturnType<typeof createSessionRepository>
