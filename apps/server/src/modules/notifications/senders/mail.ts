import type { NotificationMessage } from '@spillway/contract'
import { type Mailer, MailFailure } from '../../../platform/mail.ts'
import { delivered, failed, type Outcome } from './outcome.ts'

/** Sends a message to people; it keeps its Message-ID. */
export const createMailSender =
  ({ send }: Pick<Mailer, 'send'>) =>
  async (recipients: readonly string[], message: NotificationMessage): Promise<Outcome> => {
    try {
      const { refused } = await send({ to: recipients, messageId: message.id, ...wordsOf(message) })
      return refused.length === 0 ? delivered : { isDelivered: true, problem: `Refused: ${refused.join(', ')}` }
    } catch (error) {
      if (error instanceof MailFailure) return failed(error.message, { isFinal: !error.mayRetry })
      throw error
    }
  }

const wordsOf = ({ type, data }: NotificationMessage): { readonly subject: string; readonly text: string } => {
  const lines = [
    ...[data.name, data.description, ''],
    ...[`Person: ${data.actor}`, `Severity: ${data.severity}`, `Risk of the events: ${data.riskSeverity}`],
    ...data.watchlists.map((list) => `Watchlist: ${list.title ?? list.type}`),
    ...[`First activity: ${data.firstActivityAt}`, `Alert: ${data.alertId}`, `Explained at: ${data.explanation}`],
  ]
  const subject = type === 'test' ? data.name : `[${data.severity}] ${data.name}: ${data.actor}`
  return { subject: `Spillway ${subject}`, text: `${lines.join('\n')}\n` }
}
