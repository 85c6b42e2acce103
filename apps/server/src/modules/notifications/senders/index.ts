import type { NotificationMessage } from '@spillway/contract'
import type { Clock } from '../../../platform/clock.ts'
import type { Mailer } from '../../../platform/mail.ts'
import { schedule } from '../../../platform/schedule.ts'
import type { Channel } from '../channel.ts'
import { createMailSender } from './mail.ts'
import { failed, type Outcome, type Send } from './outcome.ts'
import { OutOfReach, type ReachSetting } from './reach.ts'
import { createSyslogSender } from './syslog.ts'
import { createWebhookSender } from './webhook.ts'

export type { Outcome } from './outcome.ts'
export { OutOfReach, type Reach, type ReachSetting, requireReach } from './reach.ts'
export { shownSecret } from './signature.ts'

export interface SenderDependencies {
  readonly mailer: Mailer
  readonly clock: Clock
  readonly reach: ReachSetting
  readonly version: string
  /** Name of this machine. */
  readonly host: string
}

/** Sends a message where a channel leads, or to a contact's address. */
export type Sender = (to: Channel | string, text: string, signal: AbortSignal) => Promise<Outcome>

/** Milliseconds for one try, whatever its channel. */
const tryPatience = 15_000

export const createSender = (dependencies: SenderDependencies): Sender => {
  const mail = createMailSender(dependencies.mailer)
  const webhook = createWebhookSender({ ...dependencies, longestRetryAfter: schedule.longestRetryAfter })
  const syslog = createSyslogSender(dependencies)
  const send: Sender = async (to, text, signal) => {
    const message = JSON.parse(text) as NotificationMessage
    if (typeof to === 'string') return mail([to], message)
    const { target } = to
    const dispatch: Parameters<Send<'webhook'>>[1] = { message, text, signal }
    if (target.kind === 'mail') return mail(target.recipients, message)
    if (target.kind === 'webhook') return webhook({ ...to, target }, dispatch)
    return syslog({ ...to, target }, dispatch)
  }
  return async (to, text, stop) => {
    const ended = new AbortController()
    const timer = setTimeout(() => ended.abort(tooLong), tryPatience)
    const abort = () => ended.abort(stop.reason)
    stop.addEventListener('abort', abort)
    try {
      return await send(to, text, ended.signal)
    } catch (error) {
      return failed(reasonOf(ended.signal.reason === tooLong ? tooLong : error))
    } finally {
      clearTimeout(timer)
      stop.removeEventListener('abort', abort)
    }
  }
}

const tooLong = new Error(`It took longer than ${tryPatience / 1_000} seconds`)

/** What went wrong, in a line; a name with several addresses fails once for each. */
const reasonOf = (error: unknown): string => {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const reasons = errors.map((each) => (each instanceof Error ? each.message : String(each)))
  return reasons.join('; ').slice(0, 500)
}

export const isOutOfReach = (error: unknown): error is OutOfReach => error instanceof OutOfReach
