import type { SessionState } from '@spillway/contract'
import { type AlertStateFollower, type AlertTransaction, readAlertStates } from '../alerts/index.ts'
import { agrees, sessionStateOf } from './states.ts'
import { addEntries } from './store.ts'
import { stateEntry } from './turn.ts'

/** Brings sessions to the state that their alerts have since somebody worked on these. */
export const followAlertStates: AlertStateFollower = async (within, alertIds, { by, at }) => {
  const followed: string[] = []
  for (const { id, state } of await sessionsOf(within, alertIds)) {
    const alertStates = await readAlertStates(within, await alertsOf(within, [id]))
    const next = sessionStateOf(alertStates)
    const isNews = state === 'OPEN_NEW_DATA' ? next !== 'OPEN' : !agrees(state as SessionState, alertStates)
    if (!isNews) continue
    await setSessionStates(within, [id], { state: next, userId: by.id, at })
    followed.push(id)
  }
  return followed
}

const sessionsOf = async (within: AlertTransaction, alertIds: readonly string[]) =>
  alertIds.length === 0
    ? []
    : within
        .selectFrom('session')
        .select(['id', 'state'])
        .where('id', 'in', within.selectFrom('session_alert').select('session_id').where('alert_id', 'in', alertIds))
        .orderBy('id')
        .execute()

/** Ids of the alerts of sessions. */
export const alertsOf = async (within: AlertTransaction, sessionIds: readonly string[]): Promise<readonly string[]> => {
  if (sessionIds.length === 0) return []
  const rows = await within
    .selectFrom('session_alert')
    .select('alert_id')
    .where('session_id', 'in', sessionIds)
    .orderBy('created_at')
    .orderBy('alert_id')
    .execute()
  return rows.map(({ alert_id }) => alert_id)
}

interface StateChange {
  readonly state: SessionState
  readonly userId: string
  readonly at: Date
}

/** Gives sessions a state, and notes that in their histories. */
export const setSessionStates = async (
  within: AlertTransaction,
  ids: readonly string[],
  { state, userId, at }: StateChange,
): Promise<void> => {
  if (ids.length === 0) return
  await within.updateTable('session').set({ state, last_updated: at.getTime() }).where('id', 'in', ids).execute()
  await addEntries(
    within,
    ids.map((id) => stateEntry(id, at, state, userId)),
  )
}
