import type { ControlStore, Row } from '@spillway/control-store'
import { type Channel, channelOf, contactsChannel } from './channel.ts'

export type NotificationRow = Row<'notification'>

/** How a try ended: what becomes of the notification. */
export type Settlement =
  | { readonly state: 'delivered'; readonly problem: string | null }
  | { readonly state: 'dead'; readonly problem: string }
  | { readonly state: 'waiting'; readonly problem: string; readonly dueAt: string }

/**
 * What waits to be told, for any number of processes. Whoever claims a row may try until its lease is over; only who
 * still holds the claim can say how it ended.
 */
export const createQueue = ({ db }: Pick<ControlStore, 'db'>) => {
  const dueOf = (now: string) => db.selectFrom('notification').where('state', '=', 'waiting').where('due_at', '<=', now)

  return {
    /** Channels that are on and have something to send; null stands for the contacts of rules. */
    due: async (now: string): Promise<readonly (Channel | null)[]> => {
      const channels = await db
        .selectFrom('notification_channel as channel')
        .selectAll('channel')
        .where('enabled', '=', 1)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('notification')
              .select('notification.id')
              .whereRef('notification.channel_id', '=', 'channel.id')
              .where('notification.state', '=', 'waiting')
              .where('notification.due_at', '<=', now),
          ),
        )
        .execute()
      const contact = dueOf(now).select('id').where('channel_id', '=', contactsChannel).limit(1)
      return [...channels.map(channelOf), ...((await contact.executeTakeFirst()) ? [null] : [])]
    },

    /** Takes the oldest that are due. The second look at the conditions is for who was faster meanwhile. */
    claim: (channelId: string, limit: number, lease: { claim: string; now: string; until: string }) =>
      db
        .updateTable('notification')
        .set({ claim: lease.claim, due_at: lease.until, last_attempt_at: lease.now })
        .where(
          'id',
          'in',
          dueOf(lease.now)
            .select('id')
            .where('channel_id', '=', channelId)
            .orderBy('due_at')
            .orderBy('id')
            .limit(limit),
        )
        .where('state', '=', 'waiting')
        .where('due_at', '<=', lease.now)
        .returningAll()
        .execute(),

    settle: async (claimed: NotificationRow, at: string, { state, problem, ...more }: Settlement): Promise<void> => {
      const dueAt = 'dueAt' in more ? more.dueAt : at
      await db
        .updateTable('notification')
        .set({ state, problem, due_at: dueAt, claim: null, attempts: Number(claimed.attempts) + 1 })
        .set({ settled_at: state === 'waiting' ? null : at })
        .where('id', '=', claimed.id)
        .where('claim', '=', claimed.claim)
        .execute()
    },

    /** Gives a row back untried. */
    release: async ({ id, claim }: NotificationRow, at: string): Promise<void> => {
      await db
        .updateTable('notification')
        .set({ claim: null, due_at: at })
        .where('id', '=', id)
        .where('claim', '=', claim)
        .execute()
    },

    /** Frees what processes held that are gone. */
    releaseAll: async (at: string): Promise<void> => {
      await db
        .updateTable('notification')
        .set({ claim: null, due_at: at })
        .where('state', '=', 'waiting')
        .where('claim', 'is not', null)
        .execute()
    },

    /** Forgets what was settled before, and gives up what waits for a channel that was removed meanwhile. */
    tidy: async (at: string, before: { delivered: string; dead: string }): Promise<void> => {
      for (const state of ['delivered', 'dead'] as const)
        await db.deleteFrom('notification').where('state', '=', state).where('settled_at', '<', before[state]).execute()
      await db
        .updateTable('notification')
        .set({ state: 'dead', problem: 'The channel was removed', claim: null, settled_at: at })
        .where('state', '=', 'waiting')
        .where('channel_id', '!=', contactsChannel)
        .where('channel_id', 'not in', db.selectFrom('notification_channel').select('id'))
        .execute()
    },
  }
}

export type Queue = ReturnType<typeof createQueue>
