import type { LessonMethod } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { AlertFacts, AlertsModule } from '../alerts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Lessons } from './lessons.ts'
import { beginning, idForAlert, type NewNotification, type NotificationRow } from './notification.ts'
import { insertNotifications, type NotificationsRepository } from './notifications-repository.ts'
import { type Person, peopleOf } from './people.ts'
import { noAddress } from './record.ts'
import { refused } from './refusals.ts'
import { factsOfWindow } from './window-facts.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly lessons: Pick<Lessons, 'read' | 'check'>
  readonly repository: NotificationsRepository
  readonly alertFacts: AlertsModule['facts']
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
}

export interface Sending {
  readonly actorIds?: readonly string[] | undefined
  readonly alertId?: string | undefined
  readonly messagingMethod: LessonMethod
}

/** Sends lessons by hand: to people, or once for an alert. */
export const createSender = ({ store: { db }, lessons, repository, alertFacts, audit, clock, newId }: Dependencies) => {
  const alertNamed = async ({ tenantId }: Caller, alertId: string): Promise<AlertFacts> => {
    const [found] = await alertFacts(tenantId, [alertId])
    if (!found) throw refused('body.alertId', `There is no alert ${alertId}`)
    return found
  }

  const known = async ({ tenantId }: Caller, ids: readonly string[]): Promise<readonly Person[]> => {
    const people = await peopleOf(db, tenantId, ids)
    const missing = ids.find((id) => !people.has(id))
    if (missing !== undefined) throw refused('body.actorIds', `There is no actor ${missing}`)
    return [...people.values()]
  }

  const begun = (caller: Caller, lessonId: string, method: LessonMethod) => ({
    ...{ tenant_id: caller.tenantId, lesson_id: lessonId, method, trigger: 'MANUAL' as const, sent_by: caller.name },
  })

  const toPeople = async (caller: Caller, lessonId: string, method: LessonMethod, ids: readonly string[]) =>
    (await known(caller, [...new Set(ids)])).map(({ id, name, email }) =>
      beginning(
        { ...begun(caller, lessonId, method), id: newId(), actor_id: id, actor_name: name },
        clock(),
        method === 'Email' && email === null ? noAddress : null,
      ),
    )

  const forAlert = async (caller: Caller, lessonId: string, method: LessonMethod, alertId: string) => {
    const { alert, window } = await alertNamed(caller, alertId)
    const person = (await peopleOf(db, caller.tenantId, [alert.actor_id ?? ''])).get(alert.actor_id ?? '')
    const { fileName, destination } = factsOfWindow(window)
    const said = {
      ...begun(caller, lessonId, method),
      ...{ id: idForAlert(alertId, lessonId), alert_id: alertId, rule_id: alert.rule_id, rule_name: alert.name },
      ...{ actor_id: alert.actor_id, actor_name: alert.actor, file_name: fileName, destination },
    }
    return [beginning(said, clock(), method === 'Email' && !person?.email ? noAddress : null)]
  }

  const rowsOf = (caller: Caller, lessonId: string, sending: Sending): Promise<readonly NewNotification[]> => {
    const { actorIds, alertId, messagingMethod } = sending
    if ((actorIds === undefined) === (alertId === undefined))
      throw refused('body.actorIds', 'Either actorIds or alertId tells who is to receive it')
    return alertId === undefined
      ? toPeople(caller, lessonId, messagingMethod, actorIds ?? [])
      : forAlert(caller, lessonId, messagingMethod, alertId)
  }

  /** Answers the notifications: that of an alert which had its lesson already as it is. */
  return async (caller: Caller, id: string, sending: Sending): Promise<readonly NotificationRow[]> => {
    const { id: lessonId } = await lessons.read(caller, id)
    await lessons.check(caller.tenantId, { lessonId, messagingMethod: sending.messagingMethod }, 'body')
    const rows = await rowsOf(caller, lessonId, sending)
    const made = await insertNotifications(db, rows)
    const actorIds = rows.filter((row) => made.has(row.id)).flatMap(({ actor_id }) => actor_id ?? [])
    if (made.size > 0) audit.record({ type: 'lesson_sent', actor: caller, details: { lessonId, actorIds } })
    return repository.named(
      caller.tenantId,
      rows.map((row) => row.id),
    )
  }
}

export type SendLesson = ReturnType<typeof createSender>
