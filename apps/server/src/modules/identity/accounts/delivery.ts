import type { Clock } from '../../../platform/clock.ts'
import type { NewId } from '../../../platform/ids.ts'
import { type Mailer, MailFailure } from '../../../platform/mail.ts'
import { pauseAfter } from '../../../platform/schedule.ts'
import type { Audit } from '../../audit/index.ts'
import type { User } from '../users-repository.ts'
import type { JudgeSecret } from './judge.ts'
import { letterOf } from './letter.ts'
import type { MailSecrets } from './mail-secret.ts'
import type { AccountMessageRow, Outbox, Settlement } from './outbox.ts'

interface Dependencies {
  readonly outbox: Outbox
  readonly secrets: MailSecrets
  readonly judge: JudgeSecret
  readonly mailer: Pick<Mailer, 'send'>
  readonly publicUrl: string
  /** Milliseconds before the first repetition. */
  readonly firstPause: number
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  readonly onOutcome: (state: Settlement['state']) => void
  readonly onFailure: (error: unknown) => void
}

const atOnce = 4
/** Longer than any try and its bookkeeping, in milliseconds: then another process may take over. */
const leaseMilliseconds = 60_000
const longestProblem = 500

/** Tries what is due until the mail server took it, refused it for good, or the secret in it is good for nothing. */
export const createDelivery = (dependencies: Dependencies) => {
  const { outbox, secrets, judge, mailer, publicUrl, firstPause, audit, clock, newId } = dependencies

  const tryLater = (row: AccountMessageRow, problem: string): Settlement => {
    const due = new Date(clock().getTime() + pauseAfter(Number(row.attempts) + 1, firstPause, row.id)).toISOString()
    if (due < row.expires_at) return { state: 'waiting', problem, dueAt: due }
    return { state: 'dead', problem: `Its link ends before the next try: ${problem}` }
  }

  const send = async (row: AccountMessageRow, user: User, secret: string): Promise<Settlement> => {
    const { kind, recipient, expires_at: expiresAt } = row
    const letter = letterOf({ kind, username: user.username, secret, expiresAt, publicUrl })
    try {
      await mailer.send({ to: [recipient], messageId: row.id, ...letter })
      return { state: 'delivered', problem: null }
    } catch (error) {
      if (!(error instanceof MailFailure)) throw error
      // Mail servers quote what they refuse.
      const problem = error.message.replaceAll(secret, '…').slice(0, longestProblem)
      return error.mayRetry ? tryLater(row, problem) : { state: 'dead', problem }
    }
  }

  const attempt = async (row: AccountMessageRow): Promise<void> => {
    try {
      const secret = await secrets(row.user_uid, row.id)
      const user = await judge(row.kind, secret)
      const settlement: Settlement = user
        ? await send(row, user, secret)
        : { state: 'dead', problem: 'Its link was used, replaced or expired, or the user is deactivated or blocked' }
      await outbox.settle(row, clock().toISOString(), settlement)
      dependencies.onOutcome(settlement.state)
      if (settlement.state === 'dead') record(row, settlement.problem)
    } catch (error) {
      // The claim runs out, and it is tried again.
      dependencies.onFailure(error)
    }
  }

  const record = ({ user_uid: userId, kind, recipient }: AccountMessageRow, problem: string): void =>
    audit.record({ type: 'user_message_not_delivered', actor: null, details: { userId, kind, recipient, problem } })

  /** Tries once whatever is due. */
  return async (): Promise<void> => {
    for (let isMore = true; isMore; ) {
      const now = clock()
      const until = new Date(now.getTime() + leaseMilliseconds).toISOString()
      const rows = await outbox.claim(atOnce, { claim: newId(), now: now.toISOString(), until })
      await Promise.all(rows.map(attempt))
      isMore = rows.length === atOnce
    }
  }
}
