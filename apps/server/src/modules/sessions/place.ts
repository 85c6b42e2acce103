import type { NewRow } from '@spillway/control-store'
import { sessionId, sessionStart, totalOf } from '@spillway/detection'
import type { AlertChange, AlertTransaction } from '../alerts/index.ts'

/** Where an alert belongs: the session in which the rule fired. */
export interface PlacedAlert {
  readonly sessionId: string
  /** When the rule fired, milliseconds since 1970. */
  readonly firedAt: number
  readonly change: AlertChange
  /** Files of the alert within the session. */
  readonly fileCount: number
  /** Names of indicators that they carry. */
  readonly indicators: readonly string[]
}

/** An alert that is new, has more activity in its session, or moved. */
export interface AlertMove {
  readonly alert: PlacedAlert
  /** The session it was in until now; null for a new one. */
  readonly before: string | null
}

export const placeOf = (change: AlertChange): PlacedAlert => {
  const { buckets, firedAt } = change.window
  const start = sessionStart(firedAt)
  const total = totalOf(buckets.filter((bucket) => sessionStart(bucket.start) === start))
  const names = Object.entries(total?.tallies ?? {}).flatMap(([name, tally]) =>
    name.startsWith('indicator:') ? Object.keys(tally) : [],
  )
  return {
    sessionId: sessionId(change.actor.key, start),
    firedAt,
    change,
    fileCount: total?.fileCount ?? 0,
    indicators: [...new Set(names)].sort(),
  }
}

/** Those of the alerts that differ from what sessions know of them. */
export const movesOf = async (
  within: AlertTransaction,
  alerts: readonly PlacedAlert[],
): Promise<readonly AlertMove[]> => {
  if (alerts.length === 0) return []
  const ids = alerts.map(({ change }) => change.alertId)
  const rows = await within
    .selectFrom('session_alert')
    .select(['alert_id', 'session_id', 'file_count'])
    .where('alert_id', 'in', ids)
    .execute()
  const known = new Map(rows.map((row) => [row.alert_id, row]))
  return alerts.flatMap((alert) => {
    const row = known.get(alert.change.alertId)
    const isSame = row?.session_id === alert.sessionId && Number(row.file_count) === alert.fileCount
    return isSame ? [] : [{ alert, before: row?.session_id ?? null }]
  })
}

/** Stores where alerts belong; their sessions are there. */
export const storeMoves = async (within: AlertTransaction, moves: readonly AlertMove[], at: Date): Promise<void> => {
  for (const { alert } of moves) {
    const row = rowOf(alert, at)
    const { session_id, file_count, indicators } = row
    await within
      .insertInto('session_alert')
      .values(row)
      .onConflict((conflict) => conflict.column('alert_id').doUpdateSet({ session_id, file_count, indicators }))
      .execute()
  }
}

const rowOf = (
  { change: { alertId, rule }, sessionId, fileCount, indicators }: PlacedAlert,
  at: Date,
): NewRow<'session_alert'> => ({
  alert_id: alertId,
  session_id: sessionId,
  rule_id: rule.id,
  rule_name: rule.name,
  lesson_id: rule.education?.lessonId ?? null,
  file_count: fileCount,
  indicators: JSON.stringify(indicators),
  created_at: at.getTime(),
})
