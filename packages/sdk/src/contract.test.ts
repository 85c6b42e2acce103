import { operations } from '@spillway/contract'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { allOf, anyOf, createSpillwayClient, exists, fileEventQuery, is, type SpillwayClient } from './index.ts'
import { type StubServer, startStubServer } from './testing/stub-server.ts'

let server: StubServer
beforeEach(async () => {
  server = await startStubServer()
})
afterEach(() => server.close())

const query = fileEventQuery(allOf(is('file.name', 'a'), anyOf(exists('user.email'), is('risk.score', 1))))
const drain = async (items: AsyncIterable<unknown>) => {
  for await (const _ of items);
}
/** One call of everything the client offers. */
const everyCall = (client: SpillwayClient): (() => Promise<unknown>)[] => {
  const {
    fileEvents,
    fileEventsV1,
    users,
    organizations,
    savedSearches,
    ingest,
    eventFeed,
    apiClients,
    provisioningTokens,
    imports,
    agents,
    alerts,
    sessions,
    lessons,
    rules,
    backtests,
    system,
  } = client
  return [
    () => fileEvents.search(query),
    () => drain(fileEvents.searchAll(query)),
    () => fileEvents.group({ ...query, groupingTerm: 'user.email' }),
    () => fileEvents.exportCsv(query),
    () => fileEventsV1.search(query),
    () => drain(fileEventsV1.searchAll(query)),
    () => fileEventsV1.group({ ...query, groupingTerm: 'fileName' }),
    () => fileEventsV1.exportCsv(query),
    () => alerts.search({ pgSize: 1 }),
    () => alerts.explain('1'),
    () => sessions.search({ actorId: '1', page: 0, pageSize: 1 }),
    () => lessons.list(),
    () => lessons.get('source-code'),
    () => lessons.create({ title: 't', subject: 's', message: 'm' }),
    () => lessons.send('source-code', { actorIds: ['1'], messagingMethod: 'Email' }),
    () => users.page({ active: true, username: 'a@b.example', page: 2, pageSize: 10 }),
    () => drain(users.list({ blocked: false })),
    () => users.get('1'),
    () => users.activate('1'),
    () => users.deactivate('1'),
    () => users.move('1', { orgGuid: 'g' }),
    () => users.roles({ page: 1 }),
    () => users.role('desktop-user'),
    () => users.rolesOf('1'),
    () => users.replaceRoles('1', ['desktop-user']),
    () => organizations.list({ active: true }),
    () => organizations.get('g'),
    () => organizations.create({ orgName: 'n' }),
    () => organizations.update('g', { orgName: 'n', notes: null }),
    () => organizations.activate('g'),
    () => organizations.deactivate('g'),
    () =>
      agents.search({ agentHealthy: false, anyOfAgentOsTypes: ['WINDOWS', 'LINUX'], srtKey: 'NAME', srtDir: 'DESC' }),
    () => drain(agents.searchAll({ active: true })),
    () => agents.get('1'),
    () => agents.update('1', { name: 'n' }),
    () => agents.activate(['1']),
    () => agents.deactivate(['1']),
    () => savedSearches.list(),
    () => savedSearches.get('id'),
    () => savedSearches.create({ name: 'n', ...query }),
    () => savedSearches.update('id', { name: 'n', ...query }),
    () => savedSearches.remove('id'),
    () => ingest.fileEvents([{}]),
    () => eventFeed.page({ cursor: 'c', limit: 1, wait: 0 }),
    () => drain(apiClients.list()),
    () => apiClients.create({ name: 'n', permissions: [] }),
    () => apiClients.update('id', { name: 'n' }),
    () => apiClients.rotate('id'),
    () => apiClients.disable('id'),
    () => apiClients.enable('id'),
    () => drain(provisioningTokens.list()),
    () => provisioningTokens.create({ name: 'n', expiresAt: '2030-01-01T00:00:00Z' }),
    () => provisioningTokens.rotate('id'),
    () => provisioningTokens.revoke('id'),
    () => imports.users([{ userName: 'a@b.example' }]),
    () => imports.agents([{ guid: '1' }]),
    () => drain(agents.list()),
    () => agents.register({ hostname: 'h', operatingSystem: 'o', agentVersion: 'v' }),
    () => agents.heartbeat('1', { agentVersion: 'v' }),
    () => agents.reportBackups('1', [{ destination: { guid: 'g', name: 'n' }, archiveGuid: 'a' }]),
    () => drain(agents.lossLedger({ open: true })),
    () => rules.list(),
    () => rules.get('1'),
    () => rules.versions('1'),
    () => backtests.start({ ruleId: '1', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }),
    () => backtests.list(),
    () => backtests.get('1'),
    () => drain(backtests.alerts('1')),
    () => backtests.cancel('1'),
    () => backtests.remove('1'),
    () => system.health(),
    () => system.ready(),
    () => system.metrics(),
    () => system.openapi(),
    () => system.deprecations(),
  ]
}

const fitting = (method: string, path: string) =>
  operations.find(
    (operation) =>
      operation.method === method && new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )

it('calls nothing but operations of the contract, with bodies and parameters they take', async () => {
  const client = createSpillwayClient({ baseUrl: server.url, credentials: { token: 't' }, retry: { attempts: 0 } })
  for (const call of everyCall(client)) await call().catch(() => undefined)
  const strays = server.received.filter(({ method, path, query: parameters, headers, body }) => {
    const operation = fitting(method, path)
    if (!operation) return true
    if (operation.query && !operation.query.safeParse(Object.fromEntries(parameters)).success) return true
    if (operation.rawBody) return false
    if (!operation.body) return body.length > 0
    return headers['content-type'] !== 'application/json' || !operation.body.safeParse(JSON.parse(String(body))).success
  })
  expect(strays.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  expect(server.received).toHaveLength(everyCall(client).length)
})
