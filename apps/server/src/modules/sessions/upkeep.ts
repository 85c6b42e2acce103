import type { ControlStore } from '@spillway/control-store'
import { sessionStart } from '@spillway/detection'
import { sql } from 'kysely'
import { type AlertTransaction, removeAlerts } from '../alerts/index.ts'

/** Sessions that one transaction removes: some milliseconds of the only writer that SQLite has. */
const sessionsAtOnce = 200

interface Batch {
  /** Rows that went, by table. */
  readonly deleted: Readonly<Record<string, number>>
  readonly isDone: boolean
}

/** What sessions may go; instants in milliseconds since 1970. */
export interface SessionAges {
  /** Nothing that is still to be judged counts for an earlier instant. */
  readonly floor: number
  /** With alerts, or after somebody worked on them, they stay since anything last happened in them. */
  readonly worked: number
  /** Of those that nobody looked at, the events have expired. */
  readonly untouched: number
}

/** Removes some sessions that nothing can join any more: those that never showed, and those that are old. */
export const forgetSessions = (
  { transaction }: Pick<ControlStore, 'transaction'>,
  tenantId: string,
  ages: SessionAges,
): Promise<Batch> =>
  transaction(async (within) => {
    const ids = await oldSessions(within, tenantId, ages)
    const deleted = ids.length === 0 ? {} : await remove(within, ids)
    return { deleted, isDone: ids.length < sessionsAtOnce }
  })

const oldSessions = async (
  within: AlertTransaction,
  tenantId: string,
  { floor, worked, untouched }: SessionAges,
): Promise<readonly string[]> => {
  const before = (isShown: 0 | 1, ended: number) =>
    within
      .selectFrom('session')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('is_shown', '=', isShown)
      .where('end_at', '<', Math.min(ended, sessionStart(floor)))
      .limit(sessionsAtOnce)
  const rows = [
    ...(await before(0, floor).where('first_observed', 'is', null).execute()),
    ...(await before(0, worked).where('last_updated', '<', worked).execute()),
    ...(await before(1, worked).where('last_updated', '<', worked).where(isQuiet(worked)).execute()),
    ...(await before(1, untouched).where('last_updated', '<', untouched).where(isUntouched).execute()),
  ]
  return [...new Set(rows.map(({ id }) => id))].slice(0, sessionsAtOnce)
}

/** Nothing happened to its alerts either. */
const isQuiet = (since: number) => sql<boolean>`not exists (
  select 1 from session_alert as own join alert on alert.id = own.alert_id
  where own.session_id = session.id and alert.modified_at >= ${new Date(since).toISOString()})`

const isUntouched = sql<boolean>`(alert_count = 0 and state = 'OPEN' and not exists (
  select 1 from session_entry as entry where entry.session_id = session.id and entry.user_id is not null))`

const remove = async (within: AlertTransaction, ids: readonly string[]): Promise<Batch['deleted']> => {
  const alerts = await within.selectFrom('session_alert').select('alert_id').where('session_id', 'in', ids).execute()
  const alertIds = alerts.map(({ alert_id }) => alert_id)
  const counts: Record<string, number> = {}
  for (const table of ['session_alert', 'session_mark', 'session_entry'] as const) {
    const { numDeletedRows } = await within.deleteFrom(table).where('session_id', 'in', ids).executeTakeFirstOrThrow()
    counts[table] = Number(numDeletedRows)
  }
  await within.deleteFrom('session').where('id', 'in', ids).execute()
  return { ...counts, session: ids.length, alert: await removeAlerts(within, alertIds) }
}
