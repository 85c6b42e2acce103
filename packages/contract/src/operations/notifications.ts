import { z } from 'zod'
import { operation } from '../operation.ts'
import { json } from './answers.ts'
import { errors, errorsOfOne } from './errors.ts'
import {
  ChannelDraft,
  ChannelWithSecret,
  Notification,
  NotificationChannel,
  NotificationMessage,
  notificationStates,
} from './notifications/records.ts'
import { own } from './own.ts'

export * from './notifications/records.ts'

const shared = { family: 'notifications', authentication: 'bearer', ...own } as const
const reading = { ...shared, permission: 'notifications.read' } as const
const writing = { ...shared, permission: 'notifications.write' } as const
const params = z.object({ id: z.string().max(100) })

const channels = '/v1/spillway/notification-channels'
const channel = { path: `${channels}/{id}`, params } as const

export const listNotificationChannels = operation({
  ...reading,
  id: 'notification-channels.list',
  summary: 'List where alerts are told, by name',
  method: 'GET',
  path: channels,
  success: json(z.object({ channels: z.array(NotificationChannel) })),
  errors,
})

export const readNotificationChannel = operation({
  ...reading,
  ...channel,
  id: 'notification-channels.read',
  summary: 'Read a channel; its secret is not shown',
  method: 'GET',
  success: json(NotificationChannel),
  errors: errorsOfOne,
})

export const createNotificationChannel = operation({
  ...writing,
  id: 'notification-channels.create',
  summary: 'Create a channel for alerts that are raised from then on. Its maker has to hold `alerts.read`',
  method: 'POST',
  path: channels,
  body: ChannelDraft,
  success: { ...json(ChannelWithSecret), status: 201 },
  errors: [...errors, 'CONFLICT'],
})

export const replaceNotificationChannel = operation({
  ...writing,
  ...channel,
  id: 'notification-channels.replace',
  summary: 'Replace what a channel says; its kind and its secret stay. The caller has to hold `alerts.read`',
  method: 'PUT',
  body: ChannelDraft,
  success: json(NotificationChannel),
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const rotateNotificationSecret = operation({
  ...writing,
  id: 'notification-channels.rotate-secret',
  summary: 'Give a webhook a new secret, shown once; for 24 hours the old one signs beside it',
  method: 'POST',
  path: `${channels}/{id}/rotate-secret`,
  params,
  success: json(ChannelWithSecret),
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const deleteNotificationChannel = operation({
  ...writing,
  ...channel,
  id: 'notification-channels.delete',
  summary: 'Remove a channel; what waited for it is given up',
  method: 'DELETE',
  success: { status: 204 },
  errors: errorsOfOne,
})

export const testNotificationChannel = operation({
  ...writing,
  id: 'notification-channels.test',
  summary: 'Send a message of type `test` at once, and tell how that went',
  method: 'POST',
  path: `${channels}/{id}/test`,
  params,
  success: json(z.object({ id: z.string(), isDelivered: z.boolean(), problem: z.string().nullable() })),
  errors: errorsOfOne,
})

const notifications = '/v1/spillway/notifications'

export const listNotifications = operation({
  ...reading,
  id: 'notifications.list',
  summary: 'List notifications in order of their creation; those of state `dead` were given up',
  method: 'GET',
  path: notifications,
  query: z.strictObject({
    state: z.enum(notificationStates).optional(),
    channelId: z.string().max(100).optional(),
    after: z.string().max(200).default('').describe('`next` of the page before'),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  success: json(z.object({ notifications: z.array(Notification), next: z.string().nullable() })),
  errors,
})

export const readNotification = operation({
  ...reading,
  id: 'notifications.read',
  summary: 'Read a notification with what it tells. The caller has to hold `alerts.read`',
  method: 'GET',
  path: `${notifications}/{id}`,
  params,
  success: json(Notification.extend({ message: NotificationMessage })),
  errors: errorsOfOne,
})

export const replayNotification = operation({
  ...writing,
  id: 'notifications.replay',
  summary: 'Send a notification again under its id: one that was given up, delivered, or waits for its time',
  method: 'POST',
  path: `${notifications}/{id}/replay`,
  params,
  success: json(Notification),
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const replayNotifications = operation({
  ...writing,
  id: 'notifications.replay-all',
  summary: 'Send everything again that was given up, of all channels or of one',
  method: 'POST',
  path: `${notifications}/replay`,
  body: z.strictObject({ channelId: z.string().max(100).optional() }).default({}),
  success: json(z.object({ replayed: z.int() })),
  errors,
})

export const notificationOperations = [
  listNotificationChannels,
  readNotificationChannel,
  createNotificationChannel,
  replaceNotificationChannel,
  rotateNotificationSecret,
  deleteNotificationChannel,
  testNotificationChannel,
  listNotifications,
  readNotification,
  replayNotification,
  replayNotifications,
] as const
