import type { ControlStore, Row } from '@spillway/control-store'
import { alertId, windowsWith } from '@spillway/detection'
import { sql } from 'kysely'
import { chunksOf } from '../../platform/chunks.ts'
import type { AlertTransaction } from './activity.ts'

/** Rows that one transaction looks at: some milliseconds of the only writer that SQLite has. */
const rowsAtOnce = 500

type Place = Pick<Row<'alert_activity'>, 'rule_id' | 'rule_version' | 'actor_key' | 'bucket' | 'kind'>
type Candidate = Place & Pick<Row<'alert_activity'>, 'window_start' | 'joined_until'>

/**
 * Lets go some of the activity with which nothing from `floor` on can count, and which no alert shows; the rest of it
 * stays with its alerts. Answers how many rows went, and whether there may be more.
 */
export const forgetActivity = (
  { transaction }: Pick<ControlStore, 'transaction'>,
  tenantId: string,
  floor: number,
): Promise<{ readonly deleted: number; readonly isDone: boolean }> =>
  transaction(async (within) => {
    const rows = await within
      .selectFrom('alert_activity')
      .select(['rule_id', 'rule_version', 'actor_key', 'bucket', 'kind', 'window_start', 'joined_until'])
      .where('tenant_id', '=', tenantId)
      .where('is_kept', '=', sql.lit(0))
      .where('joined_until', '<=', floor)
      .orderBy('joined_until')
      .limit(rowsAtOnce)
      .execute()
    const shown = await shownOf(within, rows)
    const [kept, gone] = [rows.filter((row) => shown.has(row)), rows.filter((row) => !shown.has(row))]
    await remove(within, gone)
    await keep(within, kept)
    return { deleted: gone.length, isDone: rows.length < rowsAtOnce }
  })

const alertsOf = (row: Candidate): readonly string[] =>
  windowsWith({ windowStart: Number(row.window_start), joinedUntil: Number(row.joined_until) }).map((windowStart) =>
    alertId({ ruleId: row.rule_id, ruleVersion: Number(row.rule_version), actorKey: row.actor_key, windowStart }),
  )

/** Those that alerts may show. */
const shownOf = async (within: AlertTransaction, rows: readonly Candidate[]): Promise<ReadonlySet<Candidate>> => {
  const ids = new Map(rows.map((row) => [row, alertsOf(row)]))
  const asked = [...new Set([...ids.values()].flat())]
  if (asked.length === 0) return new Set()
  const found = await within.selectFrom('alert').select('id').where('id', 'in', asked).execute()
  const known = new Set(found.map(({ id }) => id))
  return new Set(rows.filter((row) => ids.get(row)?.some((id) => known.has(id))))
}

const remove = async (within: AlertTransaction, rows: readonly Place[]): Promise<void> => {
  if (rows.length > 0) await sql`delete from alert_activity where ${among(rows)}`.execute(within)
}

const keep = async (within: AlertTransaction, rows: readonly Place[]): Promise<void> => {
  if (rows.length > 0) await sql`update alert_activity set is_kept = 1 where ${among(rows)}`.execute(within)
}

const among = (rows: readonly Place[]) => {
  const places = rows.map(
    ({ rule_id, rule_version, actor_key, bucket, kind }) =>
      sql`(${rule_id}, cast(${rule_version} as integer), ${actor_key}, cast(${bucket} as bigint), ${kind})`,
  )
  return sql`(rule_id, rule_version, actor_key, bucket, kind) in (values ${sql.join(places)})`
}

/** Removes alerts that nothing can join any more; their activity goes with the next look at it. Answers how many there were. */
export const removeAlerts = async (within: AlertTransaction, ids: readonly string[]): Promise<number> => {
  let removed = 0
  for (const some of chunksOf(ids, rowsAtOnce)) {
    const gone = await within
      .deleteFrom('alert')
      .where('id', 'in', some)
      .returning(['rule_id', 'rule_version', 'actor_key', 'window_start'])
      .execute()
    for (const alert of gone) await release(within, alert)
    removed += gone.length
  }
  return removed
}

type Stood = Pick<Row<'alert'>, 'rule_id' | 'rule_version' | 'actor_key' | 'window_start'>

/** What stayed for the sake of an alert is looked at again: another one may show it as well. */
const release = async (within: AlertTransaction, alert: Stood): Promise<void> => {
  await sql`update alert_activity
    set is_kept = 0
    where rule_id = ${alert.rule_id} and rule_version = ${alert.rule_version} and actor_key = ${alert.actor_key}
      and is_kept = 1 and (window_start = ${alert.window_start} or window_start + joined_until = ${2 * Number(alert.window_start)})`.execute(
    within,
  )
}

/** Removes some alerts of before there were sessions, to which nothing happened since an instant. */
export const forgetAlerts = (
  { transaction }: Pick<ControlStore, 'transaction'>,
  tenantId: string,
  { since, floor }: { readonly since: Date; readonly floor: number },
): Promise<{ readonly deleted: number; readonly isDone: boolean }> =>
  transaction(async (within) => {
    const rows = await within
      .selectFrom('alert')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('created_at', '<', since.toISOString())
      .where('modified_at', '<', since.toISOString())
      .where('window_start', '<', floor)
      .where(sql<boolean>`not exists (select 1 from session_alert as own where own.alert_id = alert.id)`)
      .limit(rowsAtOnce)
      .execute()
    const deleted = await removeAlerts(
      within,
      rows.map(({ id }) => id),
    )
    return { deleted, isDone: rows.length < rowsAtOnce }
  })
