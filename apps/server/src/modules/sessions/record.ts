import {
  addSessionActivity,
  eventTime,
  type JudgedEvent,
  type Membership,
  type SessionActivity,
  sessionActivityOf,
  sessionId,
  sessionStart,
} from '@spillway/detection'
import type { AlertActor, AlertChange, AlertTransaction } from '../alerts/index.ts'
import { type AlertMove, movesOf, placeOf, storeMoves } from './place.ts'
import { readSessions, writeSessions } from './store.ts'
import { type Draft, nextOf } from './turn.ts'

/** An event by which a file may have left, with who acted and which lists they were on then. */
export interface SessionEvent {
  readonly event: JudgedEvent
  readonly actor: AlertActor
  readonly memberships: readonly Membership[]
}

/** What a step of detection saw, and the alerts that followed. */
export interface SessionStep {
  readonly tenantId: string
  readonly activities: readonly SessionEvent[]
  readonly alerts: readonly AlertChange[]
  readonly at: Date
}

/**
 * Adds what a step saw to the sessions it belongs to, all in the caller's transaction. A session stands for one actor
 * and one hour of a fixed grid, by the time of the events: whatever order they come in, the sessions are the same.
 */
export const recordSessions = async (within: AlertTransaction, step: SessionStep): Promise<void> => {
  const moves = await movesOf(within, step.alerts.map(placeOf))
  const drafts = draftsOf(step.activities, moves)
  if (drafts.size === 0) return
  const known = await readSessions(within, [...drafts.keys()])
  const turns = [...drafts.values()].map((draft) => nextOf(draft, known.get(draft.id), step))
  await writeSessions(within, turns)
  await storeMoves(within, moves, step.at)
}

const draftsOf = (activities: readonly SessionEvent[], moves: readonly AlertMove[]): ReadonlyMap<string, Draft> => {
  const drafts = new Map<string, Draft>()
  const at = (actor: AlertActor, instant: number): Draft => {
    const start = sessionStart(instant)
    const id = sessionId(actor.key, start)
    return drafts.get(id) ?? { id, start, actor, activity: null, alertsMore: 0, hasNewAlerted: false }
  }
  for (const { event, actor, memberships } of activities) {
    const draft = at(actor, eventTime(event))
    const name = draft.actor.name < actor.name ? draft.actor : actor
    drafts.set(draft.id, {
      ...draft,
      actor: name,
      activity: added(draft.activity, sessionActivityOf(event, memberships)),
    })
  }
  for (const { alert, before } of moves) {
    const draft = at(alert.change.actor, alert.firedAt)
    const alertsMore = draft.alertsMore + (before === draft.id ? 0 : 1)
    drafts.set(draft.id, { ...draft, alertsMore, hasNewAlerted: true })
    if (before !== null && before !== draft.id) leave(drafts, before, alert.change.actor)
  }
  return drafts
}

const added = (sum: SessionActivity | null, one: SessionActivity): SessionActivity =>
  sum === null ? one : addSessionActivity(sum, one)

/** The session that an alert was in has one less. */
const leave = (drafts: Map<string, Draft>, id: string, actor: AlertActor): void => {
  const start = Number(id.slice(id.lastIndexOf('_') + 1))
  const draft = drafts.get(id) ?? { id, start, actor, activity: null, alertsMore: 0, hasNewAlerted: false }
  drafts.set(id, { ...draft, alertsMore: draft.alertsMore - 1 })
}
