import type {
  createNotificationChannel,
  listNotificationChannels,
  listNotifications,
  readNotification,
  replayNotification,
  replayNotifications,
  testNotificationChannel,
} from '@spillway/contract'
import { acting, posting, putting, reading, removing, segment } from '../core/calls.ts'
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

  channel: (id: string, options?: CallOptions) =>
    requester.json<NotificationChannel>(reading(`${channelsPath}/${segment(id)}`, options)),

  createChannel: (draft: NotificationChannelDraft, options?: CallOptions) =>
    requester.json<NewNotificationChannel>(posting(channelsPath, draft, false, options)),

  /** Its kind and its secret stay. */
  replaceChannel: (id: string, draft: NotificationChannelDraft, options?: CallOptions) =>
    requester.json<NotificationChannel>(putting(`${channelsPath}/${segment(id)}`, draft, options)),

  /** The secret before signs beside the new one for a day. */
  rotateSecret: (id: string, options?: CallOptions) =>
    requester.json<NewNotificationChannel>(acting(`${channelsPath}/${segment(id)}/rotate-secret`, false, options)),

  /** Sends a message of type `test`, and answers how that went. */
  testChannel: (id: string, options?: CallOptions) =>
    requester.json<ResponseOf<typeof testNotificationChannel>>(
      acting(`${channelsPath}/${segment(id)}/test`, false, options),
    ),

  removeChannel: (id: string, options?: CallOptions) =>
    requester.nothing(removing(`${channelsPath}/${segment(id)}`, options)),

  /** In order of creation, page after page. */
  list: async function* (query: NotificationQuery = {}, options: CallOptions = {}): AsyncGenerator<Notification> {
    const pages = followPages(async (after) => {
      const page = await requester.json<NotificationPage>(reading(path, options, { ...query, after }))
      return { page: page.notifications, next: page.next }
    })
    for await (const notifications of pages) yield* notifications
  },

  /** With what it tells. */
  get: (id: string, options?: CallOptions) =>
    requester.json<ResponseOf<typeof readNotification>>(reading(`${path}/${segment(id)}`, options)),

  /** Sends one again, under its id. */
  replay: (id: string, options?: CallOptions) =>
    requester.json<ResponseOf<typeof replayNotification>>(acting(`${path}/${segment(id)}/replay`, true, options)),

  /** Sends everything again that was given up, of one channel or of all. */
  replayAll: (query: Pick<NotificationQuery, 'channelId'> = {}, options?: CallOptions) =>
    requester.json<ResponseOf<typeof replayNotifications>>(posting(`${path}/replay`, query, true, options)),
})
