import type { ControlStore } from '@spillway/control-store'
import { type AlertWindow, alertWindows, type RuleDefinition, reachOf } from '@spillway/detection'
import { readActivity } from './activity.ts'
import type { AlertRow } from './repository.ts'

/** An alert with the rule as it was, and the activity that raised it. */
export interface AlertFacts {
  readonly alert: AlertRow
  readonly rule: RuleDefinition
  readonly window: AlertWindow
}

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly definition: (ruleId: string, version: number) => Promise<RuleDefinition | null>
}

/** Decides anew what an alert covers, out of what is stored: the same rows give the same alert. */
export const createFacts =
  ({ store, definition }: Dependencies) =>
  async (alert: AlertRow): Promise<AlertFacts> => {
    const key = { ruleId: alert.rule_id, ruleVersion: Number(alert.rule_version), actorKey: alert.actor_key }
    const start = Number(alert.window_start)
    const rule = await definition(key.ruleId, key.ruleVersion)
    if (!rule) throw new Error(`rule ${key.ruleId} has no version ${key.ruleVersion}`)
    const activity = await readActivity(store.db, key, reachOf(rule, start, start))
    const window = alertWindows(rule, activity).find((each) => each.start === start)
    if (!window) throw new Error(`alert ${alert.id} has no activity`)
    return { alert, rule, window }
  }

export type ReadFacts = ReturnType<typeof createFacts>
