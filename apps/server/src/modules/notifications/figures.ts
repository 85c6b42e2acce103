import type { ChannelTarget } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { sql } from 'kysely'
import { contactsChannel } from './channel.ts'

/** Kinds of channels, the contacts of rules, and channels that were removed. */
const kinds = ['webhook', 'mail', 'syslog', contactsChannel, 'removed'] as const satisfies readonly (
  | ChannelTarget['kind']
  | typeof contactsChannel
  | 'removed'
)[]
/** `dead` were given up. */
const states = ['waiting', 'dead'] as const

export interface Figure {
  readonly kind: (typeof kinds)[number]
  readonly state: (typeof states)[number]
  readonly count: number
}

/** How many notifications wait and were given up, for each kind of channel: always the same ten figures. */
export const createFigures =
  ({ db }: Pick<ControlStore, 'db'>) =>
  async (): Promise<readonly Figure[]> => {
    const rows = await db
      .selectFrom('notification')
      .leftJoin('notification_channel as channel', 'channel.id', 'notification.channel_id')
      .select(({ fn }) => ['channel.kind', 'channel_id', 'state', fn.countAll<number>().as('count')])
      // As the index says it, that it be used: what was delivered is most of the table.
      .where(sql<boolean>`state <> 'delivered'`)
      .groupBy(['channel_id', 'channel.kind', 'state'])
      .execute()
    const kindOf = (row: (typeof rows)[number]) =>
      row.channel_id === contactsChannel ? contactsChannel : (row.kind ?? 'removed')
    return kinds.flatMap((kind) =>
      states.map((state) => {
        const ofKind = rows.filter((row) => kindOf(row) === kind && row.state === state)
        return { kind, state, count: ofKind.reduce((sum, { count }) => sum + Number(count), 0) }
      }),
    )
  }
