import { type ControlStore, isUniqueViolation } from '@spillway/control-store'
import { type Channel, channelOf, rowOf } from './channel.ts'
import { conflict } from './refusals.ts'

/** Channels of tenants. */
export const createChannelRepository = ({ db, transaction }: Pick<ControlStore, 'db' | 'transaction'>) => {
  const nameTaken = (error: unknown): unknown =>
    isUniqueViolation(error) ? conflict('Another channel has this name', 'body.name') : error

  return {
    all: async (tenantId: string): Promise<readonly Channel[]> => {
      const rows = db.selectFrom('notification_channel').selectAll().where('tenant_id', '=', tenantId).orderBy('name')
      return (await rows.execute()).map(channelOf)
    },

    find: async (tenantId: string, id: string): Promise<Channel | null> => {
      const rows = db.selectFrom('notification_channel').selectAll().where('tenant_id', '=', tenantId)
      const row = await rows.where('id', '=', id).executeTakeFirst()
      return row ? channelOf(row) : null
    },

    insert: async (channel: Channel): Promise<void> => {
      await db
        .insertInto('notification_channel')
        .values(rowOf(channel))
        .execute()
        .catch((error: unknown) => {
          throw nameTaken(error)
        })
    },

    /** False where the channel is gone, or somebody changed its secret since it was read. */
    save: async (before: Channel, after: Channel): Promise<boolean> => {
      const { id, tenant_id, created_at, created_by, ...columns } = rowOf(after)
      const { numUpdatedRows } = await db
        .updateTable('notification_channel')
        .set(columns)
        .where('id', '=', id)
        .where('secret', 'is not distinct from', before.secret)
        .executeTakeFirst()
        .catch((error: unknown) => {
          throw nameTaken(error)
        })
      return numUpdatedRows > 0n
    },

    /** What waits for it is given up in the same transaction. */
    remove: ({ id }: Channel, at: string): Promise<void> =>
      transaction(async (within) => {
        await within.deleteFrom('notification_channel').where('id', '=', id).execute()
        await within
          .updateTable('notification')
          .set({ state: 'dead', problem: 'The channel was removed', claim: null, settled_at: at })
          .where('channel_id', '=', id)
          .where('state', '=', 'waiting')
          .execute()
      }),
  }
}

export type ChannelRepository = ReturnType<typeof createChannelRepository>
