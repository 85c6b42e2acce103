import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const path = '/v1/spillway/agents'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('what agents report on $dialect', ({ open }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ openControl: open, config: { limits: 'off' } })
  })
  afterAll(() => server.close())

  interface Machine {
    readonly agentUid: string
    readonly agentKey: string
    readonly token: string
  }
  const machine = async (more: object = {}): Promise<Machine> => {
    const registration = { hostname: 'ws-1', operatingSystem: 'Linux', agentVersion: '1.0', ...more }
    return again((await server.post(path, registration)).json<Omit<Machine, 'token'>>())
  }
  /** The same machine with a fresh token. */
  const again = async ({ agentUid, agentKey }: Omit<Machine, 'token'>): Promise<Machine> => {
    const answer = await server.post(`${path}/token`, { agentUid, agentKey }, { token: null })
    return { agentUid, agentKey, token: answer.json<{ access_token: string }>().access_token }
  }
  const beat = ({ agentUid, token }: Machine, more: object = {}) =>
    server.post(`${path}/${agentUid}/heartbeat`, { agentVersion: '1.0', ...more }, { token })
  const told = async (one: Machine, more: object = {}) => {
    const answer = await beat(one, more)
    expect(answer.status).toBe(200)
    return answer.json<{ upgrade: { requestedAt: string } | null; settings: object | null }>()
  }
  const ownView = async ({ agentUid }: Machine) => {
    const { agents } = (await server.get(`${path}?limit=1000`)).json<{ agents: Record<string, unknown>[] }>()
    return agents.find((agent) => agent.agentUid === agentUid)
  }
  const portal = async ({ agentUid }: Machine) => (await server.get(`/v1/agents/${agentUid}`)).json()
  const computer = async ({ agentUid }: Machine, query = '') =>
    (await server.get(`/api/v1/Computer/${agentUid}?idType=guid&${query}`)).json<{ data: Record<string, unknown> }>()
      .data
  const report = ({ agentUid, token }: Machine, backups: readonly object[]) =>
    server.post(`${path}/${agentUid}/backup-usage`, { backups }, { token })

  it('of their machines shows wherever machines are shown', async () => {
    const facts = {
      osVersion: 'Debian 13 x64',
      architecture: 'x64',
      address: '192.0.2.7',
      timeZone: 'Europe/Berlin',
      machineId: 'abc',
      serialNumber: 'S-1',
    }
    const one = await machine(facts)
    expect(await portal(one)).toMatchObject({ machineId: 'abc', serialNumber: 'S-1', appVersion: '1.0' })
    await told(one, { agentVersion: '1.1', address: '2001:db8::1', timeZone: 'Asia/Tokyo' })
    const remoteAddress = '127.0.0.1'
    expect(await computer(one)).toMatchObject({
      ...{ osVersion: 'Debian 13 x64', osArch: 'x64', address: '2001:db8::1', remoteAddress, timeZone: 'Asia/Tokyo' },
      ...{ productVersion: '1.1', lastConnected: server.clock().toISOString() },
    })
    expect((await server.get(`/v1/devices/${one.agentUid}`)).json()).toMatchObject({ remoteAddress, osArch: 'x64' })
    expect(await ownView(one)).toMatchObject({ architecture: 'x64', remoteAddress, timeZone: 'Asia/Tokyo' })
  })

  it('of their health, folders and properties is kept as told, and the instant of a change with it', async () => {
    const one = await machine()
    const healthIssues = ['SECURITY_INGEST_REJECTED', 'MISSING_MACOS_PERMISSION_FULL_DISK_ACCESS']
    const watchedFolders = [{ path: '/home/ann', files: 3, bytes: 2 ** 40 }]
    const properties = { fullDiskAccess: 'false' }
    const condition = { healthIssues, lastError: 'no route', watchedFolders, properties, spooledEvents: 7 }
    await told(one, condition)
    const changedAt = server.clock().toISOString()
    server.clock.advance(60)
    await told(one, condition)
    const shown = { agentHealthIssueTypes: healthIssues, agentHealthModificationDate: changedAt }
    expect(await portal(one)).toMatchObject(shown)
    expect(await ownView(one)).toMatchObject({ healthIssues, lastError: 'no route', watchedFolders, spooledEvents: 7 })
    const url = '/v1/agents?anyOfAgentHealthIssueTypes=SECURITY_INGEST_REJECTED'
    expect((await server.get(url)).json()).toMatchObject({ totalCount: 1 })
    const state = `/api/v14/agent-state/view-by-device-guid?deviceGuid=${one.agentUid}&propertyName=fullDiskAccess`
    expect((await server.get(state)).json()).toMatchObject({ data: { value: 'false' } })
    await told(one)
    expect(await portal(one)).toMatchObject({ agentHealthIssueTypes: [] })
    expect(await ownView(one)).toMatchObject({ lastError: null, watchedFolders })
  })

  it.each([
    ['an address that is none', { address: 'here' }],
    ['an issue that is no name', { healthIssues: ['"] or 1=1'] }],
    ['a fraction of a byte', { watchedFolders: [{ path: '/', files: 1, bytes: 0.5 }] }],
    ['too many folders', { watchedFolders: Array.from({ length: 101 }, () => ({ path: '/', files: 1, bytes: 1 })) }],
    ['a made-up outcome', { acknowledgedUpgrade: { requestedAt: '2026-01-01T00:00:00.000Z', outcome: 'done' } }],
    ['what nobody asked for', { password: 'x' }],
  ])('with %s is refused as a whole', async (_, wrong) => {
    const one = await machine()
    expect((await beat(one, { agentVersion: '9.9', ...wrong })).status).toBe(400)
    expect(await portal(one)).toMatchObject({ appVersion: '1.0' })
  })

  it('an upgrade stands in every answer until it is acknowledged, and is seen to be', async () => {
    const one = await machine()
    expect(await told(one)).toEqual({ upgrade: null, settings: null })
    const ask = () => server.post('/api/v4/device-upgrade/upgrade-device', { deviceGuid: one.agentUid })
    await ask()
    const requestedAt = server.clock().toISOString()
    expect(await ownView(one)).toMatchObject({ upgrade: { requestedAt, deliveredAt: null, acknowledgedAt: null } })
    server.clock.advance(1)
    const deliveredAt = server.clock().toISOString()
    expect(await told(one)).toMatchObject({ upgrade: { requestedAt } })
    server.clock.advance(1)
    const other = { requestedAt: '2020-01-01T00:00:00.000Z', outcome: 'accepted' }
    expect(await told(one, { acknowledgedUpgrade: other })).toMatchObject({ upgrade: { requestedAt } })
    const acknowledgedUpgrade = { requestedAt, outcome: 'unsupported' }
    expect(await told(one, { acknowledgedUpgrade })).toMatchObject({ upgrade: null })
    const acknowledgedAt = server.clock().toISOString()
    server.clock.advance(1)
    expect(await told(one, { acknowledgedUpgrade })).toMatchObject({ upgrade: null })
    const upgrade = { requestedAt, deliveredAt, acknowledgedAt, outcome: 'unsupported' }
    expect(await ownView(one)).toMatchObject({ upgrade })
    await ask()
    expect(await told(one, { acknowledgedUpgrade })).toEqual({
      upgrade: { requestedAt: server.clock().toISOString() },
      settings: null,
    })
  })

  it('settings go out to agents that can hold them, until they say that they do', async () => {
    const one = await machine()
    const write = (settings: object) =>
      server.request('PUT', `/api/v1/Computer/${one.agentUid}?idType=guid`, { body: { settings } })
    await write({ a: '1' })
    await write({ a: '1' })
    expect(await told(one)).toMatchObject({ settings: null })
    const sent = { settings: { revision: 1, document: { a: '1' } } }
    expect(await told(one, { settingsRevision: 0 })).toMatchObject(sent)
    expect(await told(one, { settingsRevision: 0 })).toMatchObject(sent)
    expect(await told(one, { settingsRevision: 1 })).toMatchObject({ settings: null })
    expect(await ownView(one)).toMatchObject({ settings: { revision: 1, acknowledged: 1 } })
    await write({ a: '2' })
    expect(await told(one, { settingsRevision: 1 })).toMatchObject({ settings: { revision: 2 } })
    await told(one, { settingsRevision: 99 })
    expect(await ownView(one)).toMatchObject({ settings: { revision: 2, acknowledged: 2 } })
  })

  const destination = { guid: '42', name: 'Main', type: 'PROVIDER' }

  it('of backups shows as usage and, a row for each day, as history', async () => {
    const one = await machine()
    const archiveGuid = `archive-${one.agentUid}`
    const first = { destination, archiveGuid, selectedFiles: 10, archiveBytes: 100, percentComplete: 50 }
    expect((await report(one, [first])).status).toBe(204)
    const today = server.clock().toISOString().slice(0, 10)
    const second = { ...first, archiveBytes: 300, alertState: 8, lastCompletedBackupAt: '2026-02-01T10:00:00Z' }
    expect((await report(one, [second])).status).toBe(204)
    server.clock.advance(24 * 60 * 60)
    const tomorrow = server.clock().toISOString().slice(0, 10)
    expect((await report(await again(one), [{ ...second, archiveBytes: 400 }])).status).toBe(204)
    const shown = await computer(one, 'incBackupUsage=true&incHistory=true')
    expect(shown).toMatchObject({
      alertState: 8,
      alertStates: ['WarningBackupAlert'],
      backupUsage: [
        {
          ...{ targetComputerGuid: '42', targetComputerName: 'Main', targetComputerType: 'PROVIDER' },
          ...{ archiveBytes: 400, selectedFiles: 10, percentComplete: 50, archiveGuid, archiveFormat: 'ARCHIVE_V2' },
          lastCompletedBackup: '2026-02-01T10:00:00.000Z',
          history: [
            { date: `${tomorrow}T00:00:00.000Z`, archiveBytes: 400 },
            { date: `${today}T00:00:00.000Z`, archiveBytes: 300, selectedFiles: 10 },
          ],
        },
      ],
    })
  })

  it('of backups comes from the agent itself, as a whole, and claims no archive of another', async () => {
    const [one, other] = [await machine(), await machine()]
    const mine = { destination, archiveGuid: 'mine' }
    expect((await report(one, [mine])).status).toBe(204)
    expect((await report({ ...one, token: other.token }, [mine])).status).toBe(403)
    const fresh = { destination: { guid: '77', name: 'Fresh' }, archiveGuid: 'fresh' }
    expect((await report(other, [fresh, mine])).status).toBe(409)
    expect((await computer(other, 'incBackupUsage=true')).backupUsage).toEqual([])
    const settings = await computer(other, 'incSettings=true')
    expect(JSON.stringify(settings.availableDestinations)).not.toContain('Fresh')
    expect((await report(other, [{ ...fresh, percentComplete: 101 }])).status).toBe(400)
    const sameName = { destination: { guid: '78', name: 'main' }, archiveGuid: 'third' }
    expect((await report(other, [sameName])).status).toBe(204)
    expect((await computer(other, 'incBackupUsage=true')).backupUsage).toMatchObject([
      { targetComputerName: 'main (78)', targetComputerGuid: '78' },
    ])
  })

  it('a destination told by many at once is added once', async () => {
    const machines = await Promise.all(Array.from({ length: 5 }, () => machine()))
    const shared = { guid: '90', name: 'Shared' }
    const answers = await Promise.all(
      machines.map((one) => report(one, [{ destination: shared, archiveGuid: `shared-${one.agentUid}` }])),
    )
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204])
  })
})
