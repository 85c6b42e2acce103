import type { NewRow } from '@spillway/control-store'
import {
  addSessionActivity,
  emptySession,
  isRisky,
  type SessionActivity,
  sessionActorId,
  sessionIndicators,
  sessionScore,
  sessionWatchlists,
} from '@spillway/detection'
import type { AlertActor } from '../alerts/index.ts'
import { contentOf, type SessionRow, severityNumber } from './content.ts'
import { isHandled } from './states.ts'

/** What a step adds to a session. */
export interface Draft {
  readonly id: string
  readonly start: number
  readonly actor: AlertActor
  readonly activity: SessionActivity | null
  /** Alerts that joined, less those that left. */
  readonly alertsMore: number
  /** Whether an alert of it is new or has grown. */
  readonly hasNewAlerted: boolean
}

/** A session after a step, and what is new in its histories. */
export interface Turn {
  readonly row: NewRow<'session'>
  readonly entries: readonly Entry[]
  readonly marks: readonly NewRow<'session_mark'>[]
  /** Whether the server opens it again. */
  readonly isReopened: boolean
}

interface Step {
  readonly tenantId: string
  readonly at: Date
}

/** A session after a step. */
export const nextOf = (draft: Draft, before: SessionRow | undefined, { tenantId, at }: Step): Turn => {
  const known = before && contentOf(before)
  const content = contentAfter(known, draft)
  const isReopened = draft.hasNewAlerted && before !== undefined && isHandled(before.state)
  const alertCount = Number(before?.alert_count ?? 0) + draft.alertsMore
  const isShown = isRisky(content) || alertCount > 0
  const score = sessionScore(content)
  const row = {
    id: draft.id,
    tenant_id: tenantId,
    actor_key: draft.actor.key,
    actor_id: sessionActorId(draft.actor.key),
    // Of several names of one person the first by code point, whichever came first.
    actor: before && before.actor < draft.actor.name ? before.actor : draft.actor.name,
    start: draft.start,
    begin_at: content.begin,
    end_at: content.end,
    score,
    severity: severityNumber(score),
    is_shown: isShown ? (1 as const) : (0 as const),
    alert_count: alertCount,
    state: isReopened ? 'OPEN_NEW_DATA' : (before?.state ?? 'OPEN'),
    first_observed: before?.first_observed ?? (isShown ? at.getTime() : null),
    last_updated: at.getTime(),
    content: JSON.stringify(content),
  }
  const isFirst = isShown && (before?.first_observed ?? null) === null
  const entries = [
    ...(isFirst ? [stateEntry(draft.id, at, 'OPEN', null)] : []),
    ...(isShown && (isFirst || Number(before?.score) !== score) ? [scoreEntry(draft.id, at, score)] : []),
    ...(isReopened ? [stateEntry(draft.id, at, 'OPEN_NEW_DATA', null)] : []),
  ]
  return { row, entries, marks: newMarks(draft.id, known, content), isReopened }
}

const contentAfter = (known: SessionActivity | undefined, { activity, start }: Draft): SessionActivity => {
  if (known && activity) return addSessionActivity(known, activity)
  return known ?? activity ?? emptySession(start)
}

type Entry = NewRow<'session_entry'>

export const stateEntry = (session_id: string, at: Date, state: string, user_id: string | null): Entry => ({
  ...{ session_id, at: at.getTime(), user_id, content: JSON.stringify(state) },
  kind: 'state',
})

const scoreEntry = (session_id: string, at: Date, score: number): Entry => ({
  ...{ session_id, at: at.getTime(), user_id: null, content: JSON.stringify(score) },
  kind: 'score',
})

type Mark = NewRow<'session_mark'>

const newMarks = (id: string, before: SessionActivity | undefined, content: SessionActivity): readonly Mark[] => {
  const known = new Set(before ? marksOf(id, before).map(textOf) : [])
  return [...new Map(marksOf(id, content).map((mark) => [textOf(mark), mark]))].flatMap(([text, mark]) =>
    known.has(text) ? [] : [mark],
  )
}

const textOf = ({ kind, value }: Mark): string => `${kind} ${value}`

const marksOf = (session_id: string, content: SessionActivity): readonly Mark[] => [
  ...sessionIndicators(content).map(({ id }) => ({ session_id, kind: 'indicator' as const, value: id })),
  ...sessionWatchlists(content).map(({ id }) => ({ session_id, kind: 'watchlist' as const, value: id })),
]
