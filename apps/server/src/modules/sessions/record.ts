import {
  eventTime,
  type JudgedEvent,
  type Membership,
  sessionActivityOf,
  sessionId,
  sessionStart,
  type Told,
} from '@spillway/detection'
import type { AlertActor, AlertChange, AlertTransaction } from '../alerts/index.ts'
import { type AlertMove, movesOf, placeOf, storeMoves } from './place.ts'
import { readSessions, writeSessions } from './store.ts'
import { type Draft, nextOf } from './turn.ts'

/** An event by which a file may have left, with who acted and which lists they were on then. */
export interface SessionEvent {
  readonly event: JudgedEvent & Told
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
 * Answers the ids of those that changed.
 */
export const recordSessions = async (within: AlertTransaction, step: SessionStep): Promise<readonly string[]> => {
  const moves = await movesOf(within, step.alerts.map(placeOf))
  const drafts = draftsOf(step.activities, moves)
  if (drafts.size === 0) return []
  const known = await readSessions(within, [...drafts.keys()])
  const turns = [...drafts.values()].map((draft) => nextOf(draft, known.get(draft.id), step))
  await writeSessions(within, turns)
  await storeMoves(within, moves, step.at)
  return [...drafts.keys()]
}

const draftsOf = (activities: readonly SessionEvent[], moves: readonly AlertMove[]): ReadonlyMap<string, Draft> => {
  const drafts = new Map<string, Draft>()
  for (const draft of seenOf(activities)) drafts.set(draft.id, draft)
  for (const { alert, before } of moves) {
    const { actor } = alert.change
    const draft = drafts.get(alert.sessionId) ?? emptyDraft(alert.sessionId, actor)
    if (before !== draft.id && before !== null) leave(drafts, before, actor)
    const alertsMore = draft.alertsMore + (before === draft.id ? 0 : 1)
    drafts.set(draft.id, { ...draft, alertsMore, hasNewAlerted: true })
  }
  return drafts
}

/** Events by the sessions they belong to. Of several names of one person the first by code point counts. */
const seenOf = (activities: readonly SessionEvent[]): readonly Draft[] => {
  const groups = Map.groupBy(activities, ({ event, actor }) => `${sessionStart(eventTime(event))} ${actor.key}`)
  return [...groups.values()].flatMap((seen) => {
    const [first] = seen
    if (!first) return []
    const start = sessionStart(eventTime(first.event))
    const actor = seen.reduce((one, other) => (one.actor.name <= other.actor.name ? one : other)).actor
    const id = sessionId(actor.key, start)
    return [{ id, start, actor, activity: sessionActivityOf(seen), alertsMore: 0, hasNewAlerted: false }]
  })
}

const emptyDraft = (id: string, actor: AlertActor): Draft => ({
  ...{ id, start: Number(id.slice(id.lastIndexOf('_') + 1)), actor },
  ...{ activity: null, alertsMore: 0, hasNewAlerted: false },
})

/** The session that an alert was in has one less. */
const leave = (drafts: Map<string, Draft>, id: string, actor: AlertActor): void => {
  const draft = drafts.get(id) ?? emptyDraft(id, actor)
  drafts.set(id, { ...draft, alertsMore: draft.alertsMore - 1 })
}
