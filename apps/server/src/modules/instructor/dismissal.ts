import { type AlertTransaction, changeAlertStates } from '../alerts/index.ts'
import { followAlertStates } from '../sessions/index.ts'

/** Who changes an alert that nobody changes by hand. */
const system = { id: 'SYSTEM', name: 'Spillway' }

/** Dismisses alerts, as the system, in the caller's transaction; their sessions follow. */
export const dismissAlerts = (within: AlertTransaction, alertIds: readonly string[], at: Date): Promise<void> =>
  setState(within, alertIds, 'RESOLVED', at)

/** Opens an alert again that was dismissed by the system, and touched by nobody since. Answers whether it was. */
export const reopenAlert = async (within: AlertTransaction, alertId: string, at: Date): Promise<boolean> => {
  const dismissed = await within
    .selectFrom('alert')
    .select('id')
    .where('id', '=', alertId)
    .where('state', '=', 'RESOLVED')
    .where('state_modified_by', '=', system.name)
    .executeTakeFirst()
  if (dismissed) await setState(within, [alertId], 'OPEN', at)
  return dismissed !== undefined
}

const setState = async (within: AlertTransaction, alertIds: readonly string[], state: string, at: Date) => {
  await changeAlertStates(within, alertIds, { state, by: system, at })
  await followAlertStates(within, alertIds, { by: system, at })
}
