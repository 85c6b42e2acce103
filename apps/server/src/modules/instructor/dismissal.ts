import { type AlertTransaction, changeAlertStates } from '../alerts/index.ts'
import { stampChanges } from '../changes/index.ts'
import { followAlertStates } from '../sessions/index.ts'

/** Who changes an alert that nobody changes by hand. */
const system = { id: 'SYSTEM', name: 'Spillway' }

/**
 * Dismisses alerts of a step of detection, as the system, in the step's transaction; their sessions follow. The step
 * itself tells the feeds of changes.
 */
export const dismissAlerts = async (within: AlertTransaction, alertIds: readonly string[], at: Date): Promise<void> => {
  await setState(within, alertIds, 'RESOLVED', at)
}

/** Opens an alert again that was dismissed by the system, and touched by nobody since. Answers whether it was. */
export const reopenAlert = async (within: AlertTransaction, alertId: string, at: Date): Promise<boolean> => {
  const dismissed = await within
    .selectFrom('alert')
    .select('tenant_id')
    .where('id', '=', alertId)
    .where('state', '=', 'RESOLVED')
    .where('state_modified_by', '=', system.name)
    .executeTakeFirst()
  if (!dismissed) return false
  const session = await setState(within, [alertId], 'OPEN', at)
  await stampChanges(within, dismissed.tenant_id, { alert: [alertId], session })
  return true
}

const setState = async (within: AlertTransaction, alertIds: readonly string[], state: string, at: Date) => {
  await changeAlertStates(within, alertIds, { state, by: system, at })
  return followAlertStates(within, alertIds, { by: system, at })
}
