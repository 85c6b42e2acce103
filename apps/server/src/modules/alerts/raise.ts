import type { NewRow } from '@spillway/control-store'
import {
  type AlertWindow,
  affectedWindows,
  alertId,
  type Bucket,
  earliest,
  reachOf,
  totalOf,
  watchlistsOf,
} from '@spillway/detection'
import { chunksOf } from '../../platform/chunks.ts'
import type { Rule } from '../rules/index.ts'
import { type AlertTransaction, addActivity, type Seen } from './activity.ts'
import { worstOf } from './severity.ts'

/** Who is behind activity. */
export interface AlertActor {
  /** The actor's id, or the name where nobody is known by it. */
  readonly key: string
  readonly id: string | null
  readonly name: string
}

/** An event that met a rule. */
export interface Sighting {
  readonly rule: Rule
  readonly actor: AlertActor
  readonly bucket: Bucket
}

/** An alert that a step raised or extended. */
export interface AlertChange {
  readonly alertId: string
  readonly isNew: boolean
  readonly rule: Rule
  readonly actor: AlertActor
  /** When the first activity it covers happened, in milliseconds since 1970. */
  readonly firstAt: number
  /** All that it covers. */
  readonly window: AlertWindow
}

/** Rows that one statement asks for or writes: far below what a store can bind. */
const rowsAtOnce = 500

/**
 * Stores what was seen, and raises or extends the alerts that follow from it, all in the caller's transaction. Answers
 * the alerts that are new or have grown.
 */
export const raiseAlerts = async (
  within: AlertTransaction,
  sightings: readonly Sighting[],
  at: Date,
): Promise<readonly AlertChange[]> => {
  const groups = groupsOf(sightings)
  const [one] = groups
  if (!one) return []
  const activity = await addActivity(within, one.rule.tenantId, groups)
  const raised = groups.flatMap(({ rule, actor, key, first }, index) =>
    affectedWindows(rule.definition, activity[index] ?? [], first).map((window) => {
      const id = alertId({ ...key, windowStart: window.start })
      return { id, rule, actor, window }
    }),
  )
  const known = await knownOf(
    within,
    raised.map(({ id }) => id),
  )
  const rows = raised.map(({ id, rule, actor, window }) => ({ ...alertRow(rule, actor, window, at.toISOString()), id }))
  await put(within, rows)
  return raised.map(({ id, rule, actor, window }) => {
    return { alertId: id, isNew: !known.has(id), rule, actor, firstAt: firstAtOf(window), window }
  })
}

interface Group extends Seen {
  readonly rule: Rule
  readonly actor: AlertActor
  /** Start of the first bucket. */
  readonly first: number
}

/** What was seen by rule and actor; in one order everywhere, so that two transactions never wait for each other. */
const groupsOf = (sightings: readonly Sighting[]): readonly Group[] => {
  const groups = Map.groupBy(sightings, ({ rule, actor }) => JSON.stringify([rule.id, rule.version, actor.key]))
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, group]) => (group[0] ? [groupOf(group[0], group)] : []))
}

const groupOf = ({ rule, actor }: Sighting, group: readonly Sighting[]): Group => {
  const buckets = group.map(({ bucket }) => bucket)
  const starts = buckets.map(({ start }) => start)
  const [first, last] = [Math.min(...starts), Math.max(...starts)]
  const key = { ruleId: rule.id, ruleVersion: rule.version, actorKey: actor.key }
  const { definition } = rule
  return { key, definition, buckets, span: reachOf(definition, first, last), rule, actor, first }
}

const knownOf = async (within: AlertTransaction, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const known = new Set<string>()
  for (const some of chunksOf(ids, rowsAtOnce))
    for (const { id } of await within.selectFrom('alert').select('id').where('id', 'in', some).execute()) known.add(id)
  return known
}

const firstAtOf = ({ buckets, start }: AlertWindow): number =>
  earliest(
    buckets.flatMap(({ files }) => files),
    1,
  )[0]?.at ?? start

const alertRow = (rule: Rule, actor: AlertActor, window: AlertWindow, at: string): Omit<NewRow<'alert'>, 'id'> => {
  const tallies = totalOf(window.buckets)?.tallies ?? {}
  const watchlists = watchlistsOf(rule.definition, tallies.watchlist ?? {})
  return {
    tenant_id: rule.tenantId,
    rule_id: rule.id,
    rule_version: rule.version,
    actor_key: actor.key,
    actor: actor.name,
    actor_id: actor.id,
    window_start: window.start,
    type: rule.family,
    name: rule.name,
    description: rule.description,
    severity: rule.severity.toUpperCase(),
    risk_severity: worstOf(Object.keys(tallies.severity ?? {})),
    rule_source: rule.source,
    watchlists: JSON.stringify(watchlists),
    significant_watchlist: watchlists.some(({ isSignificant }) => isSignificant) ? 1 : 0,
    education: rule.education === null ? null : JSON.stringify(rule.education),
    state: 'OPEN',
    created_at: at,
    modified_at: at,
  }
}

/** An alert that is there already grows; what people did with it stays. */
const put = async (within: AlertTransaction, rows: readonly NewRow<'alert'>[]): Promise<void> => {
  for (const some of chunksOf(rows, rowsAtOnce))
    await within
      .insertInto('alert')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          risk_severity: ref('excluded.risk_severity'),
          watchlists: ref('excluded.watchlists'),
          significant_watchlist: ref('excluded.significant_watchlist'),
          modified_at: ref('excluded.modified_at'),
        })),
      )
      .execute()
}
