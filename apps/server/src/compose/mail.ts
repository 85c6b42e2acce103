import { readFileSync } from 'node:fs'
import type { ServerConfig } from '../platform/config.ts'
import { createMailer, type Mailer } from '../platform/mail.ts'

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
