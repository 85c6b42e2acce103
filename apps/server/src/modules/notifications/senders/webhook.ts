import { type ClientRequest, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { Clock } from '../../../platform/clock.ts'
import { delivered, failed, type Outcome, type Send } from './outcome.ts'
import { lookupWithin, type ReachSetting, requireReach } from './reach.ts'
import { signatureHeaders } from './signature.ts'

interface Dependencies {
  readonly reach: ReachSetting
  readonly clock: Clock
  readonly version: string
  /** The longest that a `Retry-After` is heeded, in milliseconds. */
  readonly longestRetryAfter: number
}

/** Bytes of an answer that are read; only its status counts. */
const answerLimit = 16_384

/** Posts messages. A status of 2xx is an acknowledgement; nothing else is, redirects neither. */
export const createWebhookSender =
  ({ reach, clock, version, longestRetryAfter }: Dependencies): Send<'webhook'> =>
  async ({ target, ...secrets }, { message, text, signal }) => {
    const { protocol, hostname } = new URL(target.url)
    // In the clear no further than this machine, and only where that is allowed.
    const within = protocol === 'https:' || reach !== 'local' ? reach : 'loopback'
    requireReach(within, hostname)
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'user-agent': `Spillway/${version}`,
      ...signatureHeaders(secrets, message.id, text, clock()),
    }
    const ca = target.certificateAuthority
    const options = { method: 'POST', headers, agent: false, lookup: lookupWithin(within), signal } as const
    const request =
      protocol === 'https:'
        ? requestSecure(target.url, { ...options, ...(ca !== null && { ca }) })
        : requestPlain(target.url, options)
    const { status, retryAfter } = await answerOf(request, text)
    return judge(status, Math.min(pauseOf(retryAfter, clock()), longestRetryAfter))
  }

interface Answer {
  readonly status: number
  readonly retryAfter: string
}

const answerOf = (request: ClientRequest, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request.on('error', reject).on('response', (response) => {
      let size = 0
      response
        .on('error', () => undefined)
        .on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > answerLimit) response.destroy()
        })
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? '' })
    })
    request.end(body)
  })

const judge = (status: number, pause: number): Outcome => {
  if (status >= 200 && status < 300) return delivered
  if (status >= 300 && status < 400) return failed(`It answered ${status}; redirects are not followed`)
  // The scheme's way of saying that nobody wants these any more.
  return failed(`It answered ${status}`, { isFinal: status === 410, pause })
}

/** Milliseconds of a `Retry-After`, which is seconds or a date. */
const pauseOf = (retryAfter: string, now: Date): number => {
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1_000
  const until = Date.parse(retryAfter)
  return Number.isNaN(until) ? 0 : Math.max(0, until - now.getTime())
}
