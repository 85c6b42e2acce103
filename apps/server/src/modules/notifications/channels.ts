import { type ChannelDraft, type ChannelTarget, notificationLimits } from '@spillway/contract'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Mailer } from '../../platform/mail.ts'
import type { Audit, AuditType } from '../audit/index.ts'
import type { Channel } from './channel.ts'
import type { ChannelRepository } from './channels-repository.ts'
import { testMessage } from './message.ts'
import { conflict, needsAlerts, noSuchChannel, refused } from './refusals.ts'
import { type ReachSetting, type Sender, shownSecret } from './senders/index.ts'
import { checkTarget } from './target.ts'

interface Dependencies {
  readonly repository: ChannelRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** 256 random bits in hexadecimal. */
  readonly newSecret: () => string
  readonly mailer: Pick<Mailer, 'isConfigured'>
  readonly reach: ReachSetting
  readonly send: Sender
}

/** Milliseconds that a secret signs after it was replaced. */
const oldSecretSigns = 24 * 60 * 60_000

/** Channels: where alerts are told, and which. Nobody makes one for alerts that they cannot read. */
export const createChannelService = (dependencies: Dependencies) => {
  const { repository, audit, clock, newId, send } = dependencies
  const record = (type: AuditType, actor: Caller, { id, name, target }: Channel, more = {}): void =>
    audit.record({ type, actor, details: { channelId: id, channelName: name, ...leadsTo(target), ...more } })
  const by = ({ name }: Caller) => ({ modifiedAt: clock().toISOString(), modifiedBy: name })
  const freshSecret = () => Buffer.from(dependencies.newSecret(), 'hex').toString('base64')

  const held = async ({ tenantId }: Caller, id: string): Promise<Channel> => {
    const channel = await repository.find(tenantId, id)
    if (!channel) throw noSuchChannel()
    return channel
  }
  const save = async (before: Channel, after: Channel): Promise<Channel> => {
    if (await repository.save(before, after)) return after
    throw conflict('The channel was changed meanwhile')
  }
  const check = ({ permissions }: Caller, { target }: ChannelDraft): void => {
    if (!permissions.has('alerts.read')) throw needsAlerts()
    checkTarget(target, dependencies)
  }

  return {
    list: async ({ tenantId }: Caller) => (await repository.all(tenantId)).map(present),
    read: async (caller: Caller, id: string) => present(await held(caller, id)),

    create: async (caller: Caller, draft: ChannelDraft) => {
      check(caller, draft)
      if ((await repository.all(caller.tenantId)).length >= notificationLimits.channels)
        throw refused('body', `There are ${notificationLimits.channels} channels already; remove one first`)
      const changed = by(caller)
      const channel: Channel = {
        ...draft,
        ...changed,
        ...{ id: newId(), tenantId: caller.tenantId },
        ...{ secret: draft.target.kind === 'webhook' ? freshSecret() : null, previousSecret: null },
        ...{ createdAt: changed.modifiedAt, createdBy: changed.modifiedBy },
      }
      await repository.insert(channel)
      record('notification_channel_created', caller, channel)
      return withSecret(channel)
    },

    replace: async (caller: Caller, id: string, draft: ChannelDraft) => {
      check(caller, draft)
      const before = await held(caller, id)
      if (draft.target.kind !== before.target.kind)
        throw refused('body.target.kind', `The channel stays a ${before.target.kind}`)
      const after = await save(before, { ...before, ...draft, ...by(caller) })
      record('notification_channel_updated', caller, after)
      return present(after)
    },

    rotateSecret: async (caller: Caller, id: string) => {
      const before = await held(caller, id)
      if (before.secret === null) throw conflict(`A ${before.target.kind} channel has no secret`)
      const until = new Date(clock().getTime() + oldSecretSigns).toISOString()
      const previousSecret = { secret: before.secret, until }
      const after = await save(before, { ...before, ...by(caller), secret: freshSecret(), previousSecret })
      record('notification_channel_secret_rotated', caller, after)
      return withSecret(after)
    },

    remove: async (caller: Caller, id: string): Promise<void> => {
      const channel = await held(caller, id)
      await repository.remove(channel, clock().toISOString())
      record('notification_channel_deleted', caller, channel)
    },

    /** Sends a message of type `test`, enabled or not, once. */
    test: async (caller: Caller, id: string, signal: AbortSignal) => {
      const channel = await held(caller, id)
      const { tenantId, name: actor } = caller
      const at = clock().toISOString()
      const message = testMessage({ id: newId(), tenantId, channelName: channel.name, actor, at })
      const { isDelivered, problem } = await send(channel, JSON.stringify(message), signal)
      record('notification_channel_tested', caller, channel, { isDelivered })
      return { id: message.id, isDelivered, problem }
    },
  }
}

export type ChannelService = ReturnType<typeof createChannelService>

/** Where a target leads, for the audit log. */
const leadsTo = (target: ChannelTarget) => {
  if (target.kind === 'webhook') return { kind: target.kind, leadsTo: target.url }
  if (target.kind === 'mail') return { kind: target.kind, leadsTo: target.recipients.join(', ') }
  return { kind: target.kind, leadsTo: `${target.transport}://${target.host}:${target.port}` }
}

const present = (channel: Channel) => {
  const { tenantId, secret, previousSecret, target, filter, ...rest } = channel
  return { ...rest, target, filter }
}

const withSecret = (channel: Channel) => ({
  ...present(channel),
  secret: channel.secret === null ? null : shownSecret(channel.secret),
})
