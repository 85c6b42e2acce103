import type { NotificationMessage } from '@spillway/contract'
import type { NewRow, Row } from '@spillway/control-store'
import { derivedId } from '@spillway/detection'
import { chunksOf } from '../../platform/chunks.ts'
import type { AlertChange, AlertTransaction } from '../alerts/index.ts'
import { type Channel, channelOf, contactsChannel } from './channel.ts'
import { isToldBy } from './filter.ts'
import { messageOf } from './message.ts'

/** Whom to tell: a channel, or one contact of the rule. */
interface Recipient {
  readonly channelId: string
  readonly address: string | null
}

/** Rows of one statement. */
const atOnce = 500

/**
 * Notes what is to be told of the alerts that a step raised, in the step's own transaction: either both are stored or
 * neither is. Alerts that only grew are not told again.
 */
export const noteAlerts = async (
  within: AlertTransaction,
  changes: readonly AlertChange[],
  at: Date,
): Promise<void> => {
  const raised = changes.filter(({ isNew }) => isNew)
  if (raised.length === 0) return
  const channels = await enabledChannels(within)
  if (channels.length === 0 && raised.every(({ rule }) => contactsOf(rule).length === 0)) return
  for (const some of chunksOf(raised, atOnce)) await note(within, some, channels, at.toISOString())
}

const enabledChannels = async (within: AlertTransaction): Promise<readonly Channel[]> =>
  (await within.selectFrom('notification_channel').selectAll().where('enabled', '=', 1).execute()).map(channelOf)

const note = async (
  within: AlertTransaction,
  raised: readonly AlertChange[],
  channels: readonly Channel[],
  at: string,
): Promise<void> => {
  const ids = raised.map(({ alertId }) => alertId)
  const alerts = await within.selectFrom('alert').selectAll().where('id', 'in', ids).execute()
  const changes = new Map(raised.map((change) => [change.alertId, change]))
  const rows = alerts.flatMap((alert) => {
    const change = changes.get(alert.id)
    return change ? recipientsOf(change, alert, channels).map((to) => rowOf(to, change, alert, at)) : []
  })
  for (const some of chunksOf(rows, atOnce))
    await within
      .insertInto('notification')
      .values(some)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
}

const recipientsOf = (
  { rule }: AlertChange,
  alert: Row<'alert'>,
  channels: readonly Channel[],
): readonly Recipient[] => [
  ...channels
    .filter(({ tenantId, filter }) => tenantId === alert.tenant_id && isToldBy(filter, alert))
    .map(({ id }) => ({ channelId: id, address: null })),
  ...contactsOf(rule).map((address) => ({ channelId: contactsChannel, address })),
]

const contactsOf = ({ notifications }: AlertChange['rule']): readonly string[] => {
  const { isEnabled, contacts } = notifications
  return isEnabled ? [...new Set(contacts.filter((each) => each.isEnabled).map(({ address }) => address))] : []
}

const rowOf = (
  { channelId, address }: Recipient,
  change: AlertChange,
  alert: Row<'alert'>,
  at: string,
): NewRow<'notification'> => {
  const id = derivedId('notification', alert.id, channelId, ...(address === null ? [] : [address]))
  const message: NotificationMessage = messageOf(id, alert, change.firstAt)
  return {
    id,
    tenant_id: alert.tenant_id,
    channel_id: channelId,
    recipient: address,
    alert_id: alert.id,
    message: JSON.stringify(message),
    state: 'waiting',
    attempts: 0,
    due_at: at,
    waiting_since: at,
    created_at: at,
  }
}
