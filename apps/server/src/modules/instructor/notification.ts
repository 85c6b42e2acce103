import type { InstructorNotification, LessonNotification, RuleEducation } from '@spillway/contract'
import type { NewRow, Row } from '@spillway/control-store'
import { derivedId } from '@spillway/detection'

export type NotificationRow = Row<'lesson_notification'>
export type NewNotification = NewRow<'lesson_notification'>

/** Days for which it is kept who was to receive a lesson. */
export const daysKept = 90

type SaidAlways = 'id' | 'tenant_id' | 'lesson_id' | 'trigger' | 'actor_id' | 'actor_name'
type Beginning = Pick<NewNotification, SaidAlways> &
  Partial<NewNotification> & { readonly method: RuleEducation['messagingMethod'] }

/** A notification as it begins: waiting, unless there is a reason why it never will be delivered. */
export const beginning = (said: Beginning, at: Date, reason: string | null = null): NewNotification => ({
  ...{ dismissed: 0, told: 1, attempts: 0, reason, state: reason === null ? 'WAITING' : 'UNDELIVERABLE' },
  ...{ created_at: at.toISOString(), state_at: at.toISOString(), due_at: at.toISOString() },
  ...said,
})

export const presentNotification = (row: NotificationRow): LessonNotification => ({
  notificationId: row.id,
  lessonId: row.lesson_id,
  messagingMethod: row.method as RuleEducation['messagingMethod'],
  triggerType: row.trigger,
  actorId: row.actor_id,
  actorName: row.actor_name,
  ruleId: row.rule_id,
  ruleName: row.rule_name,
  alertId: row.alert_id,
  isAlertDismissed: row.dismissed === 1,
  watchlistId: row.watchlist_id,
  sentBy: row.sent_by,
  createdAt: row.created_at,
  state: row.state,
  stateAt: row.state_at,
  reason: row.reason,
})

/** What is looked up for a notification when it is read. */
interface KnownBeside {
  readonly firstName: string | null
  readonly sessionId: string | null
}

/** A notification as a client that delivers reads it; times in milliseconds since 1970. */
export const presentForDelivery = (row: NotificationRow, known: KnownBeside): InstructorNotification => ({
  notificationId: row.id,
  lessonId: row.lesson_id,
  tenantId: row.tenant_id,
  actorId: row.actor_id,
  actorName: row.actor_name,
  triggerType: row.trigger,
  ruleId: row.rule_id,
  ruleName: row.rule_name,
  alertId: row.alert_id,
  sessionId: known.sessionId,
  watchlistId: row.watchlist_id,
  createdAt: Date.parse(row.created_at),
  fetchedAt: row.state === 'FETCHED' ? Date.parse(row.state_at) : null,
  firstName: known.firstName,
  fileName: row.file_name,
  destination: row.destination,
})

/** The id of a lesson for an alert: there is one, however often it is called for. */
export const idForAlert = (alertId: string, lessonId: string): string => derivedId('lesson', alertId, lessonId)

/** The id of a lesson for somebody who joined a watchlist at that instant, and has been on it since. */
export const idForJoining = (watchlistId: string, actorId: string, since: string, lessonId: string): string =>
  derivedId('lesson-on-joining', watchlistId, actorId, since, lessonId)
