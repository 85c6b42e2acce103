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
const channel = { name: 'soar', target: { kind: 'webhook', url: 'https://soar.example.com/' } } as const
const chosen = 'what the user chose'
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
    accounts,
    myAccount,
    notifications,
    riskSettings,
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
    () => alerts.changes({ cursor: 'c', limit: 1, wait: 0, start: 'now' }),
    () => drain(alerts.follow({ cursor: 'c' })),
    () => sessions.explain('1'),
    () => sessions.changes({ start: 'beginning' }),
    () => drain(sessions.follow()),
    () => sessions.search({ actorId: '1', page: 0, pageSize: 1 }),
    () => lessons.list(),
    () => lessons.get('source-code'),
    () => lessons.create({ title: 't', subject: 's', message: 'm' }),
    () => lessons.replace('drones', { title: 't', subject: 's', message: 'm' }),
    () => lessons.remove('drones'),
    () => drain(lessons.notifications({ state: 'SENT', actorId: '1' })),
    () => lessons.ofWatchlist('1'),
    () => lessons.setOfWatchlist('1', { lessonId: 'drones', messagingMethod: 'Email' }),
    () => lessons.clearOfWatchlist('1'),
    () => notifications.channels(),
    () => notifications.channel('1'),
    () => notifications.createChannel(channel),
    () => notifications.replaceChannel('1', channel),
    () => notifications.rotateSecret('1'),
    () => notifications.testChannel('1'),
    () => notifications.removeChannel('1'),
    () => drain(notifications.list({ state: 'dead' })),
    () => notifications.get('1'),
    () => notifications.replay('1'),
    () => notifications.replayAll({ channelId: '1' }),
    () => riskSettings.get(),
    () => riskSettings.update({ indicators: [{ id: 'x', weight: null }] }),
    () => riskSettings.createFileNameIndicator({ name: 'n', patterns: ['*.key'] }),
    () => riskSettings.replaceFileNameIndicator('1', { name: 'n', patterns: ['*.key'], weight: 3 }),
    () => riskSettings.removeFileNameIndicator('1'),
    () => accounts.invite({ username: 'a@b.example', orgGuid: 'g' }),
    () => accounts.renewInvitation('1'),
    () => accounts.issuePasswordReset('1'),
    () => accounts.setPassword('1', chosen),
    () => accounts.removeSecondFactor('1'),
    () => accounts.replaceLicenses('1', ['ffs']),
    () => accounts.passwordResetRequests(),
    () => accounts.dismissPasswordResetRequest('1'),
    () => accounts.requestPasswordReset({ username: 'a@b.example' }),
    () => accounts.acceptInvitation({ secret: '1.x', password: chosen }),
    () => accounts.redeemPasswordReset({ secret: '1.x', password: chosen }),
    () => myAccount.changePassword({ currentPassword: 'before', newPassword: chosen }),
    () => myAccount.proposeSecondFactor(),
    () => myAccount.confirmSecondFactor({ currentPassword: chosen, secret: 'A'.repeat(32), code: '123456' }),
    () => myAccount.removeSecondFactor({ currentPassword: chosen, code: '123456' }),
    () => myAccount.revokeToken({ token: 't' }),
    () => users.watchlists('1', { at: '2026-01-01T00:00:00Z' }),
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
    () => rules.create({ name: 'n', vectors: { removableMedia: { isEnabled: true } } }),
    () => rules.replace('1', { name: 'n', vectors: { removableMedia: { isEnabled: true } } }),
    () => rules.remove('1'),
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

/** Answers how many calls that is. */
const callEverything = async (): Promise<number> => {
  const client = createSpillwayClient({ baseUrl: server.url, credentials: { token: 't' }, retry: { attempts: 0 } })
  const calls = everyCall(client)
  for (const call of calls) await call().catch(() => undefined)
  return calls.length
}

const fitting = (method: string, path: string) =>
  operations.find(
    (operation) =>
      operation.method === method && new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )

it('calls nothing but operations of the contract, with bodies and parameters they take', async () => {
  const calls = await callEverything()
  const strays = server.received.filter(({ method, path, query: parameters, headers, body }) => {
    const operation = fitting(method, path)
    if (!operation) return true
    if (operation.query && !operation.query.safeParse(Object.fromEntries(parameters)).success) return true
    if (operation.rawBody) return false
    if (!operation.body) return body.length > 0
    return headers['content-type'] !== 'application/json' || !operation.body.safeParse(JSON.parse(String(body))).success
  })
  expect(strays.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  expect(server.received).toHaveLength(calls)
})

/** Operations of Spillway's own that the client calls by no method, and why. */
const withoutMethod: Readonly<Record<string, string>> = {
  'agents.token': 'credentials of an agent sign in by it',
  'accounts.page': 'browsers open it',
  scim: 'identity providers speak SCIM, by clients of their own',
}

it('has a method for every operation that is of Spillway alone', async () => {
  await callEverything()
  const called = new Set(server.received.map(({ method, path }) => fitting(method, path)?.id))
  const missing = operations.filter(({ id, source }) => source === 'own' && !called.has(id)).map(({ id }) => id)
  const reasons = Object.keys(withoutMethod)
  const unexplained = missing.filter((id) => !reasons.some((reason) => id === reason || id.startsWith(`${reason}.`)))
  expect(unexplained).toEqual([])
  const stale = reasons.filter((reason) => !missing.some((id) => id === reason || id.startsWith(`${reason}.`)))
  expect(stale).toEqual([])
})
