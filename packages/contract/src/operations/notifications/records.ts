import { z } from 'zod'

export const notificationLimits = {
  channels: 50,
  recipients: 20,
  filterIds: 200,
  url: 2_000,
  host: 253,
  certificates: 30_000,
} as const

const certificateAuthority = z
  .string()
  .max(notificationLimits.certificates)
  .nullable()
  .default(null)
  .describe('PEM certificates to trust instead of those that the system trusts')

/** Where a channel leads. */
export const ChannelTarget = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('webhook'),
    url: z.url().max(notificationLimits.url).describe('https; redirects are not followed'),
    certificateAuthority,
  }),
  z.strictObject({
    kind: z.literal('mail'),
    recipients: z.array(z.email().max(320)).min(1).max(notificationLimits.recipients),
  }),
  z.strictObject({
    kind: z.literal('syslog'),
    host: z
      .string()
      .max(notificationLimits.host)
      .regex(/^[\w.:-]+$/, 'must be a host name or an address'),
    port: z.int().min(1).max(65_535),
    transport: z.enum(['tls', 'tcp']).default('tls'),
    format: z.enum(['cef', 'json']).default('cef'),
    facility: z.int().min(0).max(23).default(16).describe('Number of RFC 5424; 16 is local0'),
    certificateAuthority,
  }),
])
export type ChannelTarget = z.output<typeof ChannelTarget>

const ids = z.array(z.string().min(1).max(100)).max(notificationLimits.filterIds).default([])

/** Which alerts a channel tells of: all that it says has to hold. */
export const ChannelFilter = z.strictObject({
  minimumSeverity: z.enum(['Low', 'Medium', 'High']).default('Low').describe('Of the rule'),
  ruleIds: ids.describe('One of these rules; empty for any'),
  watchlistIds: ids.describe('The person was on one of these watchlists; empty for anybody'),
})
export type ChannelFilter = z.output<typeof ChannelFilter>

const parts = {
  name: z.string().trim().min(1).max(255).describe('Each name once'),
  isEnabled: z.boolean().default(true).describe('While it is not, nothing new is noted for it and what waits stays'),
  target: ChannelTarget,
  filter: ChannelFilter.default({ minimumSeverity: 'Low', ruleIds: [], watchlistIds: [] }),
}

export const ChannelDraft = z.strictObject(parts)
export type ChannelDraft = z.output<typeof ChannelDraft>

export const NotificationChannel = z.object({
  id: z.string(),
  ...parts,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  modifiedAt: z.iso.datetime(),
  modifiedBy: z.string(),
})
export type NotificationChannel = z.output<typeof NotificationChannel>

/** Shown when it is made, and never again. */
export const ChannelWithSecret = NotificationChannel.extend({
  secret: z.string().nullable().describe('What a webhook is signed with, `whsec_` and base64; null for other kinds'),
})

/** What a receiver is told: the body of a webhook, the JSON of a syslog message. */
export const NotificationMessage = z.object({
  id: z.string().describe('The same however often it is sent'),
  type: z.enum(['alert.created', 'test']),
  timestamp: z.iso.datetime(),
  data: z.object({
    alertId: z.string(),
    tenantId: z.string(),
    name: z.string(),
    description: z.string(),
    severity: z.string().describe("The rule's: LOW, MEDIUM or HIGH"),
    riskSeverity: z.string().describe('The worst of the events so far'),
    actor: z.string(),
    actorId: z.string().nullable(),
    ruleId: z.string(),
    ruleVersion: z.int(),
    watchlists: z.array(z.object({ id: z.string(), type: z.string(), title: z.string().nullable() })),
    firstActivityAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    explanation: z.string().describe('Path under which the alert is explained'),
  }),
})
export type NotificationMessage = z.output<typeof NotificationMessage>

export const notificationStates = ['waiting', 'delivered', 'dead'] as const

export const Notification = z.object({
  id: z.string(),
  channelId: z.string().describe("`contacts` for those that a rule's own `notifications.contacts` get by mail"),
  recipient: z.string().nullable().describe('Of a contact: the address'),
  alertId: z.string(),
  state: z.enum(notificationStates),
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime().nullable(),
  lastAttemptAt: z.iso.datetime().nullable(),
  problem: z.string().nullable().describe('What the last attempt ended with'),
  createdAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable().describe('When it was delivered or given up'),
})
