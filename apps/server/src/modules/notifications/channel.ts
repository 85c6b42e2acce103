import type { ChannelFilter, ChannelTarget } from '@spillway/contract'
import type { Row } from '@spillway/control-store'

/** Where alerts are told. */
export interface Channel {
  readonly id: string
  readonly tenantId: string
  readonly name: string
  readonly isEnabled: boolean
  readonly target: ChannelTarget
  readonly filter: ChannelFilter
  readonly secret: string | null
  readonly previousSecret: { readonly secret: string; readonly until: string } | null
  readonly createdAt: string
  readonly createdBy: string
  readonly modifiedAt: string
  readonly modifiedBy: string
}

/** Stands for the people that rules name themselves. */
export const contactsChannel = 'contacts'

export const channelOf = (row: Row<'notification_channel'>): Channel => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  isEnabled: row.enabled === 1,
  target: JSON.parse(row.target) as ChannelTarget,
  filter: JSON.parse(row.filter) as ChannelFilter,
  secret: row.secret,
  previousSecret:
    row.previous_secret === null ? null : { secret: row.previous_secret, until: row.previous_secret_until ?? '' },
  createdAt: row.created_at,
  createdBy: row.created_by,
  modifiedAt: row.modified_at,
  modifiedBy: row.modified_by,
})

export const rowOf = (channel: Channel): Row<'notification_channel'> => ({
  id: channel.id,
  tenant_id: channel.tenantId,
  name: channel.name,
  kind: channel.target.kind,
  enabled: channel.isEnabled ? 1 : 0,
  target: JSON.stringify(channel.target),
  filter: JSON.stringify(channel.filter),
  secret: channel.secret,
  previous_secret: channel.previousSecret?.secret ?? null,
  previous_secret_until: channel.previousSecret?.until ?? null,
  created_at: channel.createdAt,
  created_by: channel.createdBy,
  modified_at: channel.modifiedAt,
  modified_by: channel.modifiedBy,
})
