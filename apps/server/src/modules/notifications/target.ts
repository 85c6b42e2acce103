import { X509Certificate } from 'node:crypto'
import type { ChannelTarget } from '@spillway/contract'
import type { Mailer } from '../../platform/mail.ts'
import { refused } from './refusals.ts'
import { isOutOfReach, type Reach, type ReachSetting, requireReach } from './senders/index.ts'

interface Dependencies {
  readonly mailer: Pick<Mailer, 'isConfigured'>
  readonly reach: ReachSetting
}

/** Refuses a target that nothing could be sent to, or must not be, before anything waits for it. */
export const checkTarget = (target: ChannelTarget, { mailer, reach }: Dependencies): void => {
  if (target.kind === 'mail') {
    if (!mailer.isConfigured) throw refused('body.target', 'The server has no mail server; it is set by mailServer')
    return
  }
  checkCertificates(target.certificateAuthority)
  if (target.kind === 'webhook') checkUrl(target.url, reach)
  else checkHost(target.host, 'body.target.host', reach)
}

const checkUrl = (text: string, reach: ReachSetting): void => {
  const field = 'body.target.url'
  const { protocol, username, password, hostname } = new URL(text)
  const isPlainButNear = protocol === 'http:' && reach === 'local'
  if (protocol !== 'https:' && !isPlainButNear) throw refused(field, 'Must start with https://')
  if (username !== '' || password !== '') throw refused(field, 'Must bear no credentials; messages are signed')
  checkHost(hostname, field, isPlainButNear ? 'loopback' : reach)
}

const checkHost = (host: string, field: string, reach: Reach): void => {
  try {
    requireReach(reach, host)
  } catch (error) {
    throw isOutOfReach(error) ? refused(field, error.message) : error
  }
}

const checkCertificates = (pem: string | null): void => {
  if (pem === null) return
  try {
    new X509Certificate(pem)
  } catch {
    throw refused('body.target.certificateAuthority', 'Must be certificates in PEM')
  }
}
