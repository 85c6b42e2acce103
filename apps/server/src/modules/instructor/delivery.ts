import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import { type Mailer, MailFailure } from '../../platform/mail.ts'
import type { Audit } from '../audit/index.ts'
import { reopenAlert } from './dismissal.ts'
import type { Lessons } from './lessons.ts'
import type { NotificationRow } from './notification.ts'
import { peopleOf } from './people.ts'
import { noAddress } from './record.ts'
import { render } from './render.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly lessons: Pick<Lessons, 'known'>
  readonly mailer: Pick<Mailer, 'send'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly tenantId: () => string
}

const minute = 60_000
/** For how long whoever sends a message has it alone: longer than a mail server may take. */
const claimMilliseconds = 2 * minute
const longestPause = 60 * minute
/** A lesson that comes days late puzzles more than it teaches. */
const patienceMilliseconds = 3 * 24 * 60 * minute
const batch = 50

/** A lesson that cannot be delivered, whatever is tried. */
class Undeliverable extends Error {}

/** Sends lessons by mail until the mail server took them, or nothing more can be done; then dismissed alerts open again. */
export const createDelivery = ({ store, lessons, mailer, audit, clock, tenantId }: Dependencies) => {
  const { db } = store
  const later = (milliseconds: number): string => new Date(clock().getTime() + milliseconds).toISOString()
  const settle = (seq: number, state: Pick<NotificationRow, 'state' | 'reason'>) =>
    db
      .updateTable('lesson_notification')
      .set({ ...state, state_at: clock().toISOString() })
      .where('seq', '=', seq)
      .execute()

  const due = () =>
    db
      .selectFrom('lesson_notification')
      .selectAll()
      .where('tenant_id', '=', tenantId())
      .where('method', '=', 'Email')
      .where('state', '=', 'WAITING')
      .where('due_at', '<=', clock().toISOString())
      .orderBy('seq')
      .limit(batch)
      .execute()

  /** Only if nobody else took it since it was read. */
  const claim = async ({ seq, due_at, attempts }: NotificationRow): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('lesson_notification')
      .set({ due_at: later(claimMilliseconds), attempts: Number(attempts) + 1 })
      .where('seq', '=', seq)
      .where('due_at', '=', due_at)
      .where('state', '=', 'WAITING')
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  const send = async ({ id, tenant_id, lesson_id, actor_id, ...row }: NotificationRow): Promise<void> => {
    const lesson = await lessons.known(tenant_id, lesson_id)
    if (!lesson) throw new Undeliverable(`There is no lesson ${lesson_id}`)
    const person = (await peopleOf(db, tenant_id, [actor_id ?? ''])).get(actor_id ?? '')
    if (!person?.email) throw new Undeliverable(noAddress)
    const facts = { firstName: person.firstName, fileName: row.file_name, destination: row.destination }
    await mailer.send({ to: [person.email], ...render(lesson, facts), messageId: id })
  }

  const giveUp = async ({ seq, alert_id, dismissed }: NotificationRow, reason: string): Promise<void> => {
    const isOpened = await store.transaction(async (within) => {
      const change = { state: 'UNDELIVERABLE' as const, state_at: clock().toISOString(), reason, dismissed: 0 as const }
      await within.updateTable('lesson_notification').set(change).where('seq', '=', seq).execute()
      return dismissed === 1 && alert_id !== null && (await reopenAlert(within, alert_id, clock()))
    })
    if (isOpened)
      audit.record({ type: 'alert_state_changed', actor: null, details: { alertIds: [alert_id], state: 'OPEN' } })
  }

  const fail = async (row: NotificationRow, error: unknown): Promise<void> => {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500)
    const isFinal = error instanceof Undeliverable || (error instanceof MailFailure && !error.mayRetry)
    const isLate = clock().getTime() - Date.parse(row.created_at) > patienceMilliseconds
    if (isFinal || isLate) return giveUp(row, reason)
    const pause = Math.min(minute * 2 ** Number(row.attempts), longestPause)
    await db
      .updateTable('lesson_notification')
      .set({ due_at: later(pause), reason })
      .where('seq', '=', row.seq)
      .execute()
  }

  /** Tries once whatever is due. */
  return async (): Promise<void> => {
    for (let rows = await due(); rows.length > 0; rows = rows.length < batch ? [] : await due())
      for (const row of rows) {
        if (!(await claim(row))) continue
        try {
          await send(row)
        } catch (error) {
          await fail(row, error)
          continue
        }
        await settle(row.seq, { state: 'SENT', reason: null })
      }
  }
}
