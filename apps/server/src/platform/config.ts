import type { CalendarDate } from '@spillway/contract'
import { z } from 'zod'
import { logLevels } from './logging.ts'

/** Text from the environment as well as numbers from a file. */
const whole = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum)

const flag = z.union([z.boolean(), z.stringbool()])

const calendarDate = z.iso.date('must be a calendar date such as 2022-06-01').transform((date) => date as CalendarDate)

const urlOf = (...schemes: string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
    error: `must be a URL starting with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
  })

/**
 * Every setting of the server: one schema for flags, environment and file.
 * `vendor` limits are the published ones, for honest integration tests; `open` only protects the server; `off` nothing.
 */
const settings = z.strictObject({
  /** 0 takes any free port. */
  port: whole(0, 65_535).default(4200),
  host: z.string().min(1).default('127.0.0.1'),
  dataDirectory: z.string().min(1).default('./spillway-data'),
  /** Origin under which clients reach the server; by default the origin that each request names. */
  publicUrl: urlOf('http:', 'https:').optional(),
  /** `sqlite` keeps a file in the data directory. */
  controlStore: z.union([z.literal('sqlite'), urlOf('postgres:', 'postgresql:')]).default('sqlite'),
  /** `embedded` runs the engine inside the server; a URL leads to a ClickHouse server: `http://user:password@host:8123/database`. */
  eventStore: z.union([z.literal('embedded'), urlOf('http:', 'https:')]).default('embedded'),
  /** Name of the ClickHouse cluster whose replicas hold the tables. */
  eventStoreCluster: z.string().regex(/^\w+$/, 'must be a cluster name of letters, digits and _').optional(),
  /** Name of this process among those that share the stores; keeps its place in the event feed. */
  nodeName: z.string().min(1).max(200).optional(),
  /** The engine's calendar ends in 2106, so that a longer time would run over it. */
  retentionDays: whole(1, 20_000).default(90),
  /**
   * How late an event may come and still be judged by the time it tells; one that comes later is judged by when it came.
   * As long as that is kept, for it may be joined, what raised no alert.
   */
  eventLatenessHours: whole(1, 20_000 * 24).default(7 * 24),
  /** How long alerts and sessions are kept after anything last happened to them. */
  alertRetentionDays: whole(1, 20_000).default(365),
  /** Serve the API surface of this date. */
  apiDate: calendarDate.optional(),
  /** Let each request choose its date by the header `spillway-api-date`. */
  apiDateHeader: flag.default(false),
  /** Answer 410 on operations past their end of support. */
  enforceSunset: flag.default(false),
  limits: z.enum(['vendor', 'open', 'off']).default('open'),
  /** Overrides the profile's requests a minute for each caller; 0 means no limit. */
  requestsPerMinute: whole(0, 1_000_000_000).optional(),
  maximumConnections: whole(1, 1_000_000).default(4096),
  /**
   * Proxies in front of the server, which each add to `x-forwarded-for`; `true` means one. Whatever stands before their
   * additions, the client itself may have written.
   */
  trustProxy: z.union([whole(0, 10), flag.transform(Number)]).default(0),
  // Basic authentication ends a user name at its first colon.
  adminUsername: z
    .string()
    .min(1)
    .max(254)
    .regex(/^[^:]*$/, 'must not hold a colon')
    .optional(),
  adminPassword: z.string().min(8, 'must have 8 characters or more').max(1024).optional(),
  /** Where mail goes out: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465` (TLS). */
  mailServer: urlOf('smtp:', 'smtps:').optional(),
  /** Whom mail comes from, such as `Spillway <spillway@example.com>`. */
  mailFrom: z
    .string()
    .max(320)
    .regex(/^[^\r\n@]*[^\s@<]@[^\s@>]+>?$/, 'must be an address such as Spillway <spillway@example.com>')
    .optional(),
  /** Hand mail over unencrypted where an `smtp://` server offers nothing else. */
  mailUnencrypted: flag.default(false),
  /** Take invitations and new passwords to people by mail, with a link below `publicUrl`; people may then ask for it themselves. */
  accountMail: flag.default(false),
  /** PEM file with the certificate that the mail server's is signed by, where the system does not know it. */
  mailCertificateAuthority: z.string().min(1).optional(),
  /**
   * How far webhooks and syslog reach: `public` addresses alone, the company's `private` networks too, or this machine
   * (`local`) as well, where a webhook may do without TLS.
   */
  notificationReach: z.enum(['public', 'private', 'local']).default('private'),
  /** Milliseconds until a notification is tried again; each pause is three times the one before. */
  notificationFirstRetry: whole(10, 3_600_000).default(1_000),
  logLevel: z.enum(logLevels).default('info'),
})

/** Settings that need each other are checked together. */
export const serverConfigSchema = settings
  .refine(({ mailServer, mailFrom }) => mailServer === undefined || mailFrom !== undefined, {
    path: ['mailFrom'],
    error: 'must be set beside mailServer',
  })
  // The origin that a request names is whatever its sender wrote: a link in mail must not lead there.
  .refine(({ accountMail, mailServer, publicUrl }) => !accountMail || (mailServer && publicUrl), {
    path: ['accountMail'],
    error: 'needs mailServer and publicUrl',
  })

export type ServerConfig = z.output<typeof serverConfigSchema>

export type LimitsProfile = ServerConfig['limits']

/** Names of all settings, for flags, help and documentation. */
export const serverSettings = Object.keys(settings.shape) as readonly (keyof ServerConfig)[]

/** Requests a minute for each caller: the published limit is 120; 6,000 only stops a runaway script. */
export const requestsPerMinute = ({ limits, requestsPerMinute: override }: ServerConfig): number =>
  override ?? { vendor: 120, open: 6_000, off: 0 }[limits]
