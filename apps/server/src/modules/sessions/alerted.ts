import {
  compileRule,
  eventTime,
  leaving,
  type RuleContext,
  type RuleDefinition,
  sessionMinutes,
  sessionPeople,
  sessionStart,
} from '@spillway/detection'
import type { FileEvent } from '@spillway/event-model'
import { compileSearch, openLimits } from '@spillway/event-store'
import type { AlertActor, AlertFacts } from '../alerts/index.ts'
import { contentOf, type SessionRow } from './content.ts'

/** A page as the engine wrote it. */
export interface SessionEventStore {
  search(
    query: ReturnType<typeof compiled>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<{ readonly totalCount: number; readonly events: AsyncIterable<Uint8Array> }>
}

/** Finds out who is behind events, as of their own times, in their order. */
export type AttributeEvents = (
  events: readonly FileEvent[],
  rules: readonly RuleDefinition[],
) => Promise<readonly { readonly event: FileEvent; readonly actor: AlertActor; readonly context: RuleContext }[]>

interface Dependencies {
  readonly events: SessionEventStore
  readonly attribute: AttributeEvents
}

/** Events of one answer. */
const largestAnswer = 10_000

/**
 * Events that alerts of a session stand on: those within its hour that meet one of their rules, as these were, and those
 * that the alerts show of what led to them. In the order of their time, as far as they are still kept.
 */
export const createAlertedEvents =
  ({ events, attribute }: Dependencies) =>
  async (session: SessionRow, facts: readonly AlertFacts[], signal: AbortSignal) => {
    const found = [
      ...(await parsed((await events.search(within(session, '@timestamp', 0), { signal })).events)),
      ...(await parsed((await events.search(within(session, 'event.inserted', storedWithin), { signal })).events)),
    ]
    const rules = facts.map(({ rule }) => rule)
    const judges = rules.map(compileRule)
    const met = (await attribute(found, rules)).filter(
      ({ event, actor, context }) =>
        actor.key === session.actor_key &&
        sessionStart(eventTime(event)) === Number(session.start) &&
        judges.some((judge) => judge(event, context) !== null),
    )
    const ids = new Set([...met.map(({ event }) => event.event.id), ...shownBy(facts)])
    return events.search(named([...ids].slice(0, largestAnswer)), { signal })
  }

const shownBy = (alerts: readonly AlertFacts[]): readonly string[] =>
  alerts.flatMap(({ window }) => window.buckets.flatMap(({ files }) => files.map(({ eventId }) => eventId)))

const anyOf = (term: string, value: readonly string[]) =>
  value.length === 0 ? [] : [{ term, operator: 'IS_ANY', value }]

const named = (ids: readonly string[]) => compiled([{ filters: anyOf('event.id', ids) }])

/** An event that is judged by its receipt is stored soon after it, in milliseconds. */
const storedWithin = 60 * 60_000

/** Whatever left by the hands of its person within the hour of a session, by one of an event's times. */
const within = (session: SessionRow, term: '@timestamp' | 'event.inserted', more: number) => {
  const start = Number(session.start)
  const { ids, emails } = sessionPeople(contentOf(session))
  const end = start + sessionMinutes * 60_000 + more
  const instant = (operator: string, at: number) => ({ term, operator, value: new Date(at).toISOString() })
  return compiled([
    { filters: [instant('ON_OR_AFTER', start), instant('ON_OR_BEFORE', end)] },
    { filters: [...anyOf('user.id', ids), ...anyOf('user.email', emails)], filterClause: 'OR' },
    {
      filters: [...anyOf('event.action', leaving.actions), ...anyOf('event.vector', leaving.vectors)],
      filterClause: 'OR',
    },
  ])
}

const compiled = (groups: readonly object[]) => {
  const body = { groups, groupClause: 'AND', srtKey: '@timestamp', srtDir: 'asc', pgSize: largestAnswer }
  const limits = { ...openLimits, valuesPerFilter: largestAnswer }
  const outcome = compileSearch(body, 'v2', { now: new Date(0), limits })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.query
}

const parsed = async (chunks: AsyncIterable<Uint8Array>): Promise<readonly FileEvent[]> => {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return JSON.parse(`[${Buffer.concat(parts).toString()}]`) as FileEvent[]
}
