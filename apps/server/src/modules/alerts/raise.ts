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
import type { Rule } from '../rules/index.ts'
import { type AlertTransaction, addActivity } from './activity.ts'
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

/**
 * Stores what was seen, and raises or extends the alerts that follow from it, all in the caller's transaction. Answers
 * the alerts that are new or have grown.
 */
export const raiseAlerts = async (
  within: AlertTransaction,
  sightings: readonly Sighting[],
  at: Date,
): Promise<readonly AlertChange[]> => {
  const changes: AlertChange[] = []
  const groups = Map.groupBy(sightings, ({ rule, actor }) => JSON.stringify([rule.id, rule.version, actor.key]))
  // In one order everywhere, so that two transactions never wait for each other.
  for (const [, group] of [...groups].sort(([left], [right]) => (left < right ? -1 : 1)))
    changes.push(...(await raiseOf(within, group, at)))
  return changes
}

const raiseOf = async (within: AlertTransaction, group: readonly Sighting[], at: Date): Promise<AlertChange[]> => {
  const [one] = group
  if (!one) return []
  const { rule, actor } = one
  const key = { ruleId: rule.id, ruleVersion: rule.version, actorKey: actor.key }
  const seen = group.map(({ bucket }) => bucket)
  const starts = seen.map(({ start }) => start)
  const first = Math.min(...starts)
  const span = reachOf(rule.definition, first, Math.max(...starts))
  const activity = await addActivity(within, rule.tenantId, key, seen, span)
  const windows = affectedWindows(rule.definition, activity, first).map((window) => ({
    window,
    alertId: alertId({ ...key, windowStart: window.start }),
  }))
  const known = await knownOf(
    within,
    windows.map((each) => each.alertId),
  )
  for (const { window, alertId } of windows)
    await put(within, { ...alertRow(rule, actor, window, at.toISOString()), id: alertId })
  return windows.map(({ window, alertId }) => {
    return { alertId, isNew: !known.has(alertId), rule, actor, firstAt: firstAtOf(window), window }
  })
}

const knownOf = async (within: AlertTransaction, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = ids.length === 0 ? [] : await within.selectFrom('alert').select('id').where('id', 'in', ids).execute()
  return new Set(rows.map(({ id }) => id))
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
const put = async (within: AlertTransaction, row: NewRow<'alert'>): Promise<void> => {
  const { risk_severity, watchlists, significant_watchlist, modified_at } = row
  await within
    .insertInto('alert')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ risk_severity, watchlists, significant_watchlist, modified_at }),
    )
    .execute()
}
