import type { AlertTransaction } from './activity.ts'

/** Who gave alerts another state, and when. */
export interface AlertStateChange {
  readonly state: string
  readonly by: { readonly id: string; readonly name: string }
  readonly at: Date
}

/**
 * Told, in the transaction that does it, which alerts got a state through their own API; answers the ids of the sessions
 * that followed.
 */
export type AlertStateFollower = (
  within: AlertTransaction,
  alertIds: readonly string[],
  change: Pick<AlertStateChange, 'by' | 'at'>,
) => Promise<readonly string[]>

/** Gives alerts a state, whatever they had. */
export const changeAlertStates = async (
  within: AlertTransaction,
  alertIds: readonly string[],
  { state, by, at }: AlertStateChange,
): Promise<void> => {
  if (alertIds.length === 0) return
  const [when, who] = [at.toISOString(), by.name]
  const change = { state, state_modified_at: when, state_modified_by: who, modified_at: when, modified_by: who }
  await within.updateTable('alert').set(change).where('id', 'in', alertIds).execute()
}

/** States of alerts, in no order. */
export const readAlertStates = async (
  within: AlertTransaction,
  alertIds: readonly string[],
): Promise<readonly string[]> => {
  if (alertIds.length === 0) return []
  const rows = await within.selectFrom('alert').select('state').where('id', 'in', alertIds).execute()
  return rows.map(({ state }) => state)
}
