import { anyTime, compileRule, defaultRules } from '@spillway/detection'
import type { FileEventInput } from '@spillway/event-model'
import { createEvaluator } from '../../apps/server/src/modules/detection/evaluate.ts'
import type { ActiveRule } from '../../apps/server/src/modules/rules/index.ts'
import { alertsOf, createCollector, type RaisedAlert } from './alerts.ts'
import { createChain, type Known } from './chain.ts'
import { createQualityCompany } from './company.ts'
import { type Findings, findingsOf } from './findings.ts'

/** How a server is set up beside its rules. */
export interface Setting {
  /** False: it has been told nothing of what the company trusts. */
  readonly isTrustTold: boolean
}

/** Plays a company to the server's own chain, and tells what the default rules made of it. */
export const detectIn = async (seed: string, { isTrustTold }: Setting): Promise<Findings> => {
  const company = createQualityCompany(seed)
  const { simulation, period, people, facts } = company
  const known = { people: simulation.organization.people, facts, isTrustTold }
  const { alerts, events } = await judgedAlerts(known, simulation.events(period, people))
  return { seed, events, ...findingsOf(company, alerts) }
}

/** The alerts of the default rules over events that come in order of time, and how many events these were. */
export const judgedAlerts = async (
  known: Known,
  told: Iterable<FileEventInput>,
): Promise<{ readonly alerts: RaisedAlert[]; readonly events: number }> => {
  const chain = createChain(known)
  const evaluate = createEvaluator({ ...chain.desks, timing: anyTime })
  const collector = createCollector()
  let events = 0
  for (const batch of batchesOf(told)) {
    events += batch.length
    const { sightings } = await evaluate(await chain.score(batch), activeRules)
    for (const sighting of sightings) collector.take(sighting)
  }
  return { alerts: defaultRules.flatMap((rule) => alertsOf(rule, collector.byRule)), events }
}

const never = '2026-01-01T00:00:00.000Z'

const activeRules: readonly ActiveRule[] = defaultRules.map(({ key, name, description, severity, definition }) => ({
  judge: compileRule(definition),
  rule: {
    ...{
      id: key,
      tenantId: 't',
      watchlistId: null,
      version: 1,
      users: [],
      source: 'Alerting',
      family: 'FED_COMPOSITE',
    },
    ...{ name, description, severity, definition, notifications: { isEnabled: false, contacts: [] }, education: null },
    ...{ isEnabled: true, isSystem: false },
    ...{ createdAt: never, createdBy: '', modifiedAt: never, modifiedBy: '' },
  },
}))

const largestBatch = 2_000

/** Batches of one day each at most: what a company trusts changes between them. */
function* batchesOf(events: Iterable<FileEventInput>): Generator<FileEventInput[]> {
  let batch: FileEventInput[] = []
  const dayOf = (event: FileEventInput | undefined) => event?.['@timestamp']?.slice(0, 10)
  for (const event of events) {
    if (batch.length === largestBatch || (batch.length > 0 && dayOf(event) !== dayOf(batch[0]))) {
      yield batch
      batch = []
    }
    batch.push(event)
  }
  if (batch.length > 0) yield batch
}
