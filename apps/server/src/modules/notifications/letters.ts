import type { NotificationMessage } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { sql } from 'kysely'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Audit } from '../audit/index.ts'
import { contactsChannel } from './channel.ts'
import type { NotificationRow } from './queue.ts'
import { conflict, needsAlerts, noSuchNotification } from './refusals.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
}

export interface Wanted {
  readonly state?: NotificationRow['state'] | undefined
  readonly channelId?: string | undefined
  /** Where the page before ended. */
  readonly after: string
  readonly limit: number
}

/** Notifications as people see them: what waits, what was delivered or given up; and sending it again. */
export const createLetters = ({ store: { db }, audit, clock }: Dependencies) => {
  const anew = () => {
    const at = clock().toISOString()
    return {
      ...({ state: 'waiting', attempts: 0, claim: null, settled_at: null } as const),
      due_at: at,
      waiting_since: at,
    }
  }
  const find = async ({ tenantId }: Caller, id: string): Promise<NotificationRow> => {
    const rows = db.selectFrom('notification').selectAll().where('tenant_id', '=', tenantId)
    const row = await rows.where('id', '=', id).executeTakeFirst()
    if (!row) throw noSuchNotification()
    return row
  }
  const channels = () => db.selectFrom('notification_channel').select('id')

  return {
    /** In order of creation; `next` leads behind the last of them. */
    list: async ({ tenantId }: Caller, { state, channelId, after, limit }: Wanted) => {
      const [at = '', id = ''] = after.split(' ')
      const rows = await db
        .selectFrom('notification')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'waiting'))
        .$if(channelId !== undefined, (query) => query.where('channel_id', '=', channelId ?? ''))
        .where(sql<boolean>`(created_at, id) > (${at}, ${id})`)
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit + 1)
        .execute()
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        notifications: rows.slice(0, limit).map(present),
        next: last ? `${last.created_at} ${last.id}` : null,
      }
    },

    read: async (caller: Caller, id: string) => {
      if (!caller.permissions.has('alerts.read')) throw needsAlerts()
      const row = await find(caller, id)
      return { ...present(row), message: JSON.parse(row.message) as NotificationMessage }
    },

    replay: async (caller: Caller, id: string) => {
      const before = await find(caller, id)
      const replayed = await db
        .updateTable('notification')
        .set(anew())
        .where('id', '=', id)
        .where((where) => where.or([where('channel_id', '=', contactsChannel), where('channel_id', 'in', channels())]))
        .returningAll()
        .executeTakeFirst()
      if (!replayed) throw conflict('Its channel was removed')
      audit.record({
        ...{ type: 'notifications_replayed', actor: caller },
        details: { notificationId: id, channelId: before.channel_id, count: 1 },
      })
      return present(replayed)
    },

    /** Everything that was given up, of all channels there are or of one. Answers how many that is. */
    replayAll: async (caller: Caller, channelId: string | null) => {
      const { numUpdatedRows } = await db
        .updateTable('notification')
        .set(anew())
        .where('tenant_id', '=', caller.tenantId)
        .where('state', '=', 'dead')
        .where((where) => where.or([where('channel_id', '=', contactsChannel), where('channel_id', 'in', channels())]))
        .$if(channelId !== null, (query) => query.where('channel_id', '=', channelId ?? ''))
        .executeTakeFirst()
      const replayed = Number(numUpdatedRows)
      audit.record({ type: 'notifications_replayed', actor: caller, details: { channelId, count: replayed } })
      return { replayed }
    },
  }
}

export type Letters = ReturnType<typeof createLetters>

const present = (row: NotificationRow) => ({
  id: row.id,
  channelId: row.channel_id,
  recipient: row.recipient,
  alertId: row.alert_id,
  state: row.state,
  attempts: Number(row.attempts),
  nextAttemptAt: row.state === 'waiting' ? row.due_at : null,
  lastAttemptAt: row.last_attempt_at,
  problem: row.problem,
  createdAt: row.created_at,
  settledAt: row.settled_at,
})
