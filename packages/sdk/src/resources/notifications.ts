import type {
  createNotificationChannel,
  listNotificationChannels,
  listNotifications,
  replayNotification,
  replayNotifications,
  testNotificationChannel,
} from '@spillway/contract'
import { acting, posting, reading, segment } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const channelsPath = '/v1/spillway/notification-channels'
const path = '/v1/spillway/notifications'

type ChannelList = ResponseOf<typeof listNotificationChannels>
type NotificationPage = ResponseOf<typeof listNotifications>
export type NotificationChannel = ChannelList['channels'][number]
/** With the secret of a webhook, which is shown here and never again. */
export type NewNotificationChannel = ResponseOf<typeof createNotificationChannel>
/** What is left out has its default. */
export type NotificationChannelDraft = BodyOf<typeof createNotificationChannel>
export type Notification = NotificationPage['notifications'][number]

export interface NotificationQuery {
  readonly state?: Notification['state']
  readonly channelId?: string
}

/** Who is told of alerts, and what was told. */
export const createNotifications = (requester: Requester) => ({
  channels: async (options: CallOptions = {}): Promise<readonly NotificationChannel[]> =>
    (await requester.json<ChannelList>(reading(channelsPath, options))).channels,

  createChannel: (draft: NotificationChannelDraft, options?: CallOptions) =>
    requester.json<NewNotificationChannel>(posting(channelsPath, draft, false, options)),

  /** Sends a message of type `test`, and answers how that went. */
  testChannel: (id: string, options?: CallOptions) =>
    requester.json<ResponseOf<typeof testNotificationChannel>>(
      acting(`${channelsPath}/${segment(id)}/test`, false, options),
    ),

  removeChannel: (id: string, options: CallOptions = {}) =>
    requester.nothing({ method: 'DELETE', path: `${channelsPath}/${segment(id)}`, repeatable: true, ...options }),

  /** In order of creation, page after page. */
  list: async function* (query: NotificationQuery = {}, options: CallOptions = {}): AsyncGenerator<Notification> {
    const pages = followPages(async (after) => {
      const page = await requester.json<NotificationPage>(reading(path, options, { ...query, after }))
      return { page: page.notifications, next: page.next }
    })
    for await (const notifications of pages) yield* notifications
  },

  /** Sends one again, under its id. */
  replay: (id: string, options?: CallOptions) =>
    requester.json<ResponseOf<typeof replayNotification>>(acting(`${path}/${segment(id)}/replay`, true, options)),

  /** Sends everything again that was given up, of one channel or of all. */
  replayAll: (query: Pick<NotificationQuery, 'channelId'> = {}, options?: CallOptions) =>
    requester.json<ResponseOf<typeof replayNotifications>>(posting(`${path}/replay`, query, true, options)),
})
