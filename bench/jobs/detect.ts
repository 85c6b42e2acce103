import { join } from 'node:path'
import { type ControlStore, openControlStore } from '@spillway/control-store'
import { anyTime, compileRule } from '@spillway/detection'
import { createEventStore, openEmbeddedDriver } from '@spillway/event-store'
import { createActorsModule } from '../../apps/server/src/modules/actors/index.ts'
import { applyEffects } from '../../apps/server/src/modules/detection/effects.ts'
import { createStep } from '../../apps/server/src/modules/detection/engine.ts'
import { createEvaluator } from '../../apps/server/src/modules/detection/evaluate.ts'
import { createLease } from '../../apps/server/src/modules/detection/lease.ts'
import type { ActiveRule } from '../../apps/server/src/modules/rules/index.ts'
import { createWatchlistsModule } from '../../apps/server/src/modules/watchlists/index.ts'
import { retentionDays } from '../data/period.ts'
import { manyRules, type NamedRule, readWatched } from '../data/rules.ts'
import { report, taskOf } from '../support/child.ts'
import type { Judging } from '../support/detection.ts'

export interface DetectTask {
  /** Data directory of a server that stands still. */
  readonly path: string
  readonly rules: readonly number[]
}

const { path, rules: amounts } = taskOf<DetectTask>()
const store = await openControlStore({ kind: 'sqlite', path: join(path, 'control.sqlite') })
const tenant = await store.db.selectFrom('tenant').select('id').executeTakeFirstOrThrow()
const log = createEventStore({ driver: openEmbeddedDriver({ path: join(path, 'events') }), retentionDays })
const tenantId = () => tenant.id
const clock = () => new Date()
const parts = { store, audit: { record: () => undefined }, clock, newId: () => crypto.randomUUID(), tenantId }
const { lookup } = createActorsModule(parts)
const { memberships } = createWatchlistsModule(parts)

const ruleOf = ({ name, definition }: NamedRule): ActiveRule => {
  const said = { name, description: '', severity: 'Low', family: 'FED_COMPOSITE' } as const
  const by = { createdAt: '', createdBy: '', modifiedAt: '', modifiedBy: '' }
  return {
    judge: compileRule(definition),
    rule: {
      ...{ id: name, tenantId: tenant.id, ...said, definition, ...by, version: 1, users: [], source: 'Alerting' },
      ...{ isEnabled: true, isSystem: false, education: null, watchlistId: null },
      notifications: { isEnabled: false, contacts: [] },
    },
  }
}

/** Judges the whole log from its beginning, as a server would that was away. */
const measure = async (rules: readonly ActiveRule[]): Promise<Judging> => {
  await clear(store)
  const lease = createLease({ ...parts, owner: 'bench', isAlone: true, beginning: async () => ({}) })
  let sightings = 0
  const step = createStep({
    ...{
      log,
      lease,
      rules: async () => rules,
      evaluate: createEvaluator({ actors: lookup, memberships, timing: anyTime }),
    },
    lock: async () => undefined,
    effects: (within, judged, at, tenant) => {
      sightings += judged.sightings.length
      return applyEffects(within, judged, at, tenant)
    },
    ...{ tenantId, clock },
  })
  const [begun, before] = [performance.now(), process.cpuUsage()]
  let events = 0
  for (let taken = await step(); taken > 0; taken = await step()) events += taken
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - begun) / 1000
  const { alerts } = await store.db
    .selectFrom('alert')
    .select(({ fn }) => fn.countAll<number>().as('alerts'))
    .executeTakeFirstOrThrow()
  return { rules: rules.length, events, seconds, cpu: (user + system) / 1e6, sightings, alerts }
}

const clear = async ({ db }: ControlStore): Promise<void> => {
  for (const table of ['alert', 'alert_activity', 'detection_shard'] as const) await db.deleteFrom(table).execute()
  for (const table of ['session_entry', 'session_mark', 'session_alert', 'session'] as const)
    await db.deleteFrom(table).execute()
}

const watched = await readWatched(store)
await measure(manyRules(10, watched).map(ruleOf))
const judgings: Judging[] = []
for (const amount of amounts) judgings.push(await measure(manyRules(amount, watched).map(ruleOf)))
await clear(store)
await log.close()
await store.close()
report(judgings)
