import { alertId, earliest, windowStart } from '@spillway/detection'
import type { EventPart } from '@spillway/event-model'
import type { AlertChange, AlertTransaction, Sighting } from '../alerts/index.ts'
import { dismissAlerts } from './dismissal.ts'
import { whyNot } from './lessons.ts'
import { beginning, idForAlert, type NewNotification } from './notification.ts'
import { insertNotifications } from './notifications-repository.ts'
import { type Person, peopleOf } from './people.ts'

type SeenEvent = EventPart<'event.id' | 'destination.name' | 'destination.category'>

/** What a step of detection saw. */
export interface Seen {
  readonly activities: readonly { readonly event: SeenEvent }[]
  readonly sightings: readonly Sighting[]
}

/**
 * Notes who is to receive a lesson for an alert that a step raised, in the step's own transaction: one for each alert,
 * whatever is repeated. Where the rule wants it, and the lesson can be delivered, the alert is dismissed with that.
 */
export const recordLessons = async (
  within: AlertTransaction,
  changes: readonly AlertChange[],
  seen: Seen,
  at: Date,
): Promise<void> => {
  const called = changes.filter(({ isNew, rule }) => isNew && rule.education?.lessonId != null)
  if (called.length === 0) return
  const factsOf = factsIn(seen)
  const people = await recipients(within, called)
  const rows = called.map((change) => rowOf(change, people.get(change.actor.id ?? ''), factsOf(change), at))
  const made = await insertNotifications(within, rows)
  const dismissed = rows.filter(({ id, dismissed }) => made.has(id) && dismissed === 1)
  await dismissAlerts(
    within,
    dismissed.flatMap(({ alert_id }) => alert_id ?? []),
    at,
  )
}

const recipients = async (within: AlertTransaction, changes: readonly AlertChange[]) => {
  const ids = changes.flatMap(({ actor }) => actor.id ?? [])
  return peopleOf(within, changes[0]?.rule.tenantId ?? '', [...new Set(ids)])
}

const rowOf = (
  { alertId, rule, actor }: AlertChange,
  person: Person | undefined,
  facts: Facts,
  at: Date,
): NewNotification => {
  const { lessonId, messagingMethod: method, isAutoDismissAlertEnabled } = rule.education ?? noEducation
  const reason = whyNot(method, true) ?? (method === 'Email' && !person?.email ? noAddress : null)
  const dismissed = isAutoDismissAlertEnabled && reason === null ? 1 : 0
  const said = {
    ...{ id: idForAlert(alertId, lessonId ?? ''), tenant_id: rule.tenantId, lesson_id: lessonId ?? '', method },
    ...{ trigger: 'ALERT_RULE' as const, actor_id: actor.id, actor_name: actor.name, alert_id: alertId },
    ...{ rule_id: rule.id, rule_name: rule.name, file_name: facts.fileName, destination: facts.destination },
  }
  return { ...beginning(said, at, reason), dismissed, told: dismissed === 1 ? 0 : 1 }
}

const noEducation = { lessonId: null, messagingMethod: 'Email', isAutoDismissAlertEnabled: false } as const
export const noAddress = 'There is no active user with a mail address behind the actor'

interface Facts {
  readonly fileName: string | null
  readonly destination: string | null
}

/** The first file of what raised an alert: of its own window, or, where late activity filled it, of what came with it. */
const factsIn = ({ activities, sightings }: Seen) => {
  const key = (ruleId: string, actorKey: string) => JSON.stringify([ruleId, actorKey])
  const byAlert = Map.groupBy(sightings, ({ rule, actor }) => key(rule.id, actor.key))
  const events = new Map(activities.map(({ event }) => [event.event.id, event]))
  return ({ alertId: id, rule, actor }: AlertChange): Facts => {
    const all = byAlert.get(key(rule.id, actor.key)) ?? []
    const own = all.filter((sighting) => alertOf(sighting) === id)
    const [file] = earliest(
      (own.length > 0 ? own : all).flatMap(({ bucket }) => bucket.files),
      1,
    )
    const destination = events.get(file?.eventId ?? '')?.destination
    return { fileName: file?.name ?? null, destination: destination?.name ?? destination?.category ?? null }
  }
}

const alertOf = ({ rule, actor, bucket }: Sighting): string =>
  alertId({
    ...{ ruleId: rule.id, ruleVersion: rule.version, actorKey: actor.key },
    windowStart: windowStart(rule.definition, bucket.start),
  })
