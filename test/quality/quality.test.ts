import { setTimeout as pause } from 'node:timers/promises'
import { defaultRules } from '@spillway/detection'
import { createSpillwayClient, type SpillwayClient } from '@spillway/sdk'
import { createDirectory, createOrganization, createSimulation } from '@spillway/simulator'
import { createTestClock, startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { introduceTrust } from '../../apps/cli/src/simulate/introduce.ts'
import { judgedAlerts } from '../../bench/quality/detect.ts'

const begins = new Date('2026-03-02T00:00:00Z')
const until = new Date('2026-04-13T00:00:00Z')
const period = { from: begins, to: until }
const batchEvents = 2_000

const organization = createOrganization({ seed: 'alike', people: 40 })
const simulation = createSimulation(organization, { seed: 'alike', begins, incidents: 600, lookAlikes: 200 })
// A server trusts from the day on which it is told.
const given = simulation.facts(period)
const facts = { ...given, trust: given.trust.map((each) => ({ ...each, since: '2026-03-02' })) }

let server: TestServer
let client: SpillwayClient
beforeAll(async () => {
  server = await startTestServer({ clock: createTestClock(until), config: { limits: 'off' } })
  const { id, secret } = await server.apiClient()
  client = createSpillwayClient({ baseUrl: server.url, credentials: { clientId: id, clientSecret: secret } })
})
afterAll(() => server?.close())

const raised = async (): Promise<string[]> => {
  const { alerts, totalCount } = await client.alerts.search({ pgSize: 500 })
  expect(alerts).toHaveLength(totalCount)
  const explained = await Promise.all(
    alerts.map(async (alert) => ({ alert, why: await client.alerts.explain(alert.id) })),
  )
  return explained
    .map(({ alert, why }) => `${alert.name} by ${alert.actor} in ${Date.parse(why.windowStart)}`)
    .toSorted()
}

/** Resolves once everything stored was judged: two looks a second apart see the same. */
const settled = async (): Promise<string[]> => {
  for (let before = -1; ; ) {
    const { totalCount } = await client.alerts.search({ pgSize: 1 })
    if (totalCount === before && totalCount > 0) return raised()
    before = totalCount
    await pause(1_000)
  }
}

it('measures quality by just the alerts that a server raises over the same events', async () => {
  await server.server.loadSample({ ...createDirectory(organization, { until, begins }), facts })
  await introduceTrust(client, facts)
  const events = [...simulation.events(period)]
  for (let start = 0; start < events.length; start += batchEvents)
    await client.ingest.fileEvents(events.slice(start, start + batchEvents))
  const names = new Map(defaultRules.map(({ key, name }) => [key, name]))
  const emails = new Map(organization.people.map(({ userId, email }) => [userId, email]))
  const { alerts } = await judgedAlerts({ people: organization.people, facts, isTrustTold: true }, events)
  const expected = alerts.map(
    ({ rule, actorId, windowStart }) => `${names.get(rule)} by ${emails.get(actorId)} in ${windowStart}`,
  )
  expect(new Set(alerts.map(({ rule }) => rule)).size).toBeGreaterThan(6)
  expect(await settled()).toEqual(expected.toSorted())
}, 120_000)
