import type { AlertTransaction } from './activity.ts'

/** Who changed an alert that nobody changed by hand. */
const author = 'Spillway'

/** Dismisses alerts, as the system, in the caller's transaction. */
export const dismissAlerts = (within: AlertTransaction, ids: readonly string[], at: Date): Promise<void> =>
  setState(within, ids, 'RESOLVED', at)

/** Opens an alert again that was dismissed by the system and by nobody else since. Answers whether it was. */
export const reopenAlert = async (within: AlertTransaction, id: string, at: Date): Promise<boolean> => {
  const dismissed = await within
    .selectFrom('alert')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'RESOLVED')
    .where('state_modified_by', '=', author)
    .executeTakeFirst()
  if (dismissed) await setState(within, [id], 'OPEN', at)
  return dismissed !== undefined
}

const setState = async (
  within: AlertTransaction,
  ids: readonly string[],
  state: 'OPEN' | 'RESOLVED',
  at: Date,
): Promise<void> => {
  if (ids.length === 0) return
  const now = at.toISOString()
  await within
    .updateTable('alert')
    .set({ state, state_modified_at: now, state_modified_by: author, modified_at: now, modified_by: author })
    .where('id', 'in', ids)
    .execute()
}
