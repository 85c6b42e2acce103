import { createHmac } from 'node:crypto'
import type { Channel } from '../channel.ts'

/** A secret as its holder is shown it. */
export const shownSecret = (secret: string): string => `whsec_${secret}`

/**
 * Headers that prove who sent a body and when (Standard Webhooks 1.0). After a rotation the secret before signs too.
 */
export const signatureHeaders = (
  { secret, previousSecret }: Pick<Channel, 'secret' | 'previousSecret'>,
  id: string,
  body: string,
  now: Date,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const secrets = [secret, previousSecret && previousSecret.until > now.toISOString() ? previousSecret.secret : null]
  const signatures = secrets.flatMap((each) => (each === null ? [] : sign(each, `${id}.${timestamp}.${body}`)))
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

const sign = (secret: string, content: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret, 'base64')).update(content).digest('base64')}`
