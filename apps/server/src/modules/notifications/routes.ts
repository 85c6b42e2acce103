import * as contract from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import type { ChannelService } from './channels.ts'
import type { Letters } from './letters.ts'

export const channelRoutes = (channels: ChannelService): readonly Route[] => [
  route(contract.listNotificationChannels, async ({ caller }) => ({ channels: await channels.list(caller) })),
  route(contract.readNotificationChannel, ({ caller, params }) => channels.read(caller, params.id)),
  route(contract.createNotificationChannel, ({ caller, body }) => channels.create(caller, body)),
  route(contract.replaceNotificationChannel, ({ caller, params, body }) => channels.replace(caller, params.id, body)),
  route(contract.rotateNotificationSecret, ({ caller, params }) => channels.rotateSecret(caller, params.id)),
  route(contract.deleteNotificationChannel, async ({ caller, params }) => {
    await channels.remove(caller, params.id)
    return undefined
  }),
  route(contract.testNotificationChannel, ({ caller, params, signal }) => channels.test(caller, params.id, signal)),
]

export const notificationRoutes = (letters: Letters): readonly Route[] => [
  route(contract.listNotifications, ({ caller, query }) => letters.list(caller, query)),
  route(contract.readNotification, ({ caller, params }) => letters.read(caller, params.id)),
  route(contract.replayNotification, ({ caller, params }) => letters.replay(caller, params.id)),
  route(contract.replayNotifications, ({ caller, body }) => letters.replayAll(caller, body.channelId ?? null)),
]
