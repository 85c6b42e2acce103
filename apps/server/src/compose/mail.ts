import { readFileSync } from 'node:fs'
import { Counter } from 'prom-client'
import type { AccountMailSettings } from '../modules/identity/index.ts'
import type { ServerConfig } from '../platform/config.ts'
import type { Logger } from '../platform/logging.ts'
import { createMailer, type Mailer } from '../platform/mail.ts'
import type { Metrics } from '../platform/metrics.ts'

/** The configured way out for mail; without one, a mailer that says so. */
export const openMailer = (config: ServerConfig): Mailer => {
  const { mailServer, mailFrom, mailUnencrypted, mailCertificateAuthority: path } = config
  if (mailServer === undefined || mailFrom === undefined) return createMailer(null)
  return createMailer({
    url: mailServer,
    from: mailFrom,
    mayBePlain: mailUnencrypted,
    ...(path !== undefined && { certificateAuthority: readFileSync(path, 'utf8') }),
  })
}

interface Observers {
  readonly config: ServerConfig
  readonly metrics: Pick<Metrics, 'registry'>
  readonly logger: Logger
}

/** How invitations and new passwords go to people by mail, where that is switched on. */
export const accountMailOf = (
  { config, metrics, logger }: Observers,
  mailer: Mailer,
): { readonly accountMail?: AccountMailSettings } => {
  const { accountMail, publicUrl, notificationFirstRetry: firstPause } = config
  if (!accountMail || publicUrl === undefined) return {}
  const outcomes = new Counter({
    name: 'spillway_account_mail_attempts_total',
    help: 'Tries to take an invitation or a new password to a user by mail, by what became of it: delivered, waiting or dead',
    labelNames: ['state'],
    registers: [metrics.registry],
  })
  return {
    accountMail: {
      ...{ mailer, publicUrl, firstPause, isAlone: config.eventStore === 'embedded' },
      onOutcome: (state) => outcomes.inc({ state }),
      onFailure: (error) => logger.error({ err: error }, 'mail to users failed; trying again'),
    },
  }
}
