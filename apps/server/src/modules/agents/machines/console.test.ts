import { execFileSync } from 'node:child_process'
import { ConsoleComputers } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../../identity/test-support/people-server.ts'
import { sharedPeopleServer } from '../../identity/test-support/shared-server.ts'

const at = '2026-01-31T12:00:00.000Z'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('console computers on $dialect', ({ open }) => {
  let store: ControlStore
  let server: PeopleServer
  let ids: Record<string, string>
  let owner: { userUid: string; userId: number; orgUid: string }
  sharedPeopleServer({ open }, async (started, opened) => {
    server = started
    store = opened
    owner = await server.user('owner@console.example')
    ids = {
      alpha: await server.machine('alpha, the first', {
        user_uid: owner.userUid,
        product_version: '8.7.0',
        service: 'CrashPlan',
        notes: 'old, but "good"',
        properties: '{"fullDiskAccess":"true"}',
        alert_state: 16,
      }),
      beta: await server.machine('beta', { product_version: '8.6.1', active: 0 }),
      gamma: await server.machine('gamma', { product_version: '8.7.1', alert_state: 1, os_name: 'Mac OS X' }),
    }
    await backUp()
  })

  const backUp = async () => {
    const { tenant_id } = await server.root()
    const times = { created_at: at, modified_at: at }
    const cloud = { guid: '43', legacy_id: 1, tenant_id, name: 'Cloud', name_key: 'cloud', type: 'CLUSTER' }
    await store.db
      .insertInto('destination')
      .values({ ...cloud, server_guid: '44', server_name: 'node-1', ...times })
      .execute()
    const usage = { agent_uid: ids.alpha ?? '', destination_guid: '43', selected_bytes: 5e12, archive_bytes: 111_170 }
    await store.db
      .insertInto('backup_usage')
      .values({ ...usage, archive_guid: '900', percent_complete: 99.5, last_backup_at: at, ...times })
      .execute()
    await store.db
      .insertInto('backup_usage_history')
      .values({ ...usage, day: '2026-01-30', created_at: at })
      .execute()
  }

  const list = async (query: string) => (await server.call('GET', `/api/v1/Computer?${query}`)).json()
  const names = async (query: string) => (await list(query)).data.computers.map((one: { name: string }) => one.name)

  it('echo the query as text and show the machines in the documented order of keys', async () => {
    const { metadata, data } = await list('active=true&incBackupUsage=True&srtKey=lastBackup&srtDir=desc')
    expect(metadata).toEqual({
      timestamp: '2026-02-01T00:00:00.000Z',
      params: { active: 'true', incBackupUsage: 'True', srtKey: 'lastBackup', srtDir: 'desc' },
    })
    expect(Object.keys(data)).toEqual(['computers'])
    expect(ConsoleComputers.safeParse(data).error).toBeUndefined()
    const [first] = data.computers.filter((one: { guid: string }) => one.guid === ids.alpha)
    expect(Object.keys(first).slice(0, 6)).toEqual(['computerId', 'name', 'osHostname', 'guid', 'type', 'status'])
    expect(first).toMatchObject({
      computerId: 1,
      userId: owner.userId,
      orgUid: owner.orgUid,
      alertStates: ['CriticalBackupAlert'],
      backupUsage: [{ targetComputerGuid: '43', archiveBytes: 111_170, percentComplete: 99.5, selectedBytes: 5e12 }],
    })
    expect(first.backupUsage[0]).not.toHaveProperty('history')
    const all = (await list('incAll=true')).data
    expect(all).toMatchObject({ totalCount: 3, warningCount: 1, criticalCount: 1 })
    expect(all.computers[0]).toMatchObject({
      availableDestinations: [{ destinationId: 1, destinationName: 'Cloud', guid: '43', type: 'CLUSTER' }],
      settings: {},
      backupUsage: [{ history: [{ date: '2026-01-30T00:00:00.000Z', archiveBytes: 111_170 }] }],
    })
  })

  it.each([
    ['', 3],
    ['active=False', 1],
    ['blocked=true', 0],
    ['alerted=true', 2],
    ['targetComputerGuid=43', 1],
    ['q=GAM', 1],
    ['q=%25', 0],
    ['pgNum=2&pgSize=2', 1],
    ['pgNum=3&pgSize=2', 0],
    ['pgSize=20000', 3],
    ['pgNum=999999999999999&pgSize=100000', 0],
    ['pgSize=True&active=12345', 3],
    ['userUid=nobody', 0],
    ['unknown=1', 3],
  ])('are filtered and paged by %s', async (query, count) => {
    expect(await names(query)).toHaveLength(count)
  })

  it('are found by organization and owner, by number and by uid', async () => {
    for (const query of [`orgUid=${owner.orgUid}`, 'orgId=1', `userUid=${owner.userUid}`, `userId=${owner.userId}`])
      expect([query, await names(query)]).toEqual([query, ['alpha, the first']])
    const answer = await server.call('GET', '/api/v1/Computer?orgUid=none')
    expect([answer.statusCode, answer.json()]).toEqual([400, [{ name: 'SYSTEM', description: 'Unable to find org' }]])
  })

  it('are found under the organizations above theirs', async () => {
    const { orgGuid } = await server.organization('Below')
    const { userUid } = await server.user('below@console.example', [], orgGuid)
    await store.db
      .updateTable('agent')
      .set({ user_uid: userUid })
      .where('uid', '=', ids.gamma ?? '')
      .execute()
    expect(await names('orgId=1')).toEqual(['alpha, the first', 'gamma'])
    await store.db
      .updateTable('agent')
      .set({ user_uid: null })
      .where('uid', '=', ids.gamma ?? '')
      .execute()
  })

  it('are known by the name that clients look for when they are made by Apple', async () => {
    const { computers } = (await list('')).data
    expect(computers.map((one: { osName: string }) => one.osName)).toEqual(['Linux', 'Linux', 'mac'])
  })

  it('are exported as CSV with the version in column 18, commas around it and an empty cell in every row', async () => {
    const answer = await server.call('GET', '/api/v1/Computer?export=csv&active=true&pgSize=1')
    expect(answer.headers['content-type']).toMatch(/^text\/csv/)
    const pipe = (script: string) => execFileSync('sh', ['-c', script], { input: answer.body, encoding: 'utf8' }).trim()
    expect(pipe('grep -c ,8.7.0,')).toBe('1')
    expect(pipe('grep -c ,8.6.1, || true')).toBe('0')
    expect(pipe('head -1 | cut -d, -f18')).toBe('productVersion')
    expect(pipe('head -1 | grep -c ,, || true')).toBe('0')
    expect(pipe(`grep ,, | awk -F "," '$18 != "8.7.0" {print $18}'`)).toBe('8.7.1')
  })

  it('are exported in a line each that no spreadsheet takes for a formula, whatever people wrote', async () => {
    const written = [
      ['-2+3+cmd|calc!A0', "'-2+3+cmd|calc!A0"],
      ['\r=1+1', "'=1+1"],
      ['\n@SUM(A1)', "'@SUM(A1)"],
      ['first\r\nsecond', 'first second'],
      ['-5.25', '-5.25'],
      ['+5', "'+5"],
      ['=a,"b"', `"'=a,""b"""`],
    ]
    for (const [notes, cell] of written) {
      await server.call('PUT', '/api/v1/Computer/2', { notes })
      const { body } = await server.call('GET', '/api/v1/Computer?export=csv')
      const lines = body.trimEnd().split('\n')
      expect([notes, lines.length]).toEqual([notes, 4])
      expect(lines.find((line) => line.startsWith('2,'))).toContain(`,,${cell},,`)
    }
    await server.call('PUT', '/api/v1/Computer/2', { notes: '' })
  })

  it('are read by number and by guid', async () => {
    expect((await server.call('GET', '/api/v1/Computer/1')).json().data).toMatchObject({ guid: ids.alpha })
    const byGuid = await server.call('GET', `/api/computer/${ids.beta}?idType=guid`)
    expect(byGuid.json().data).toMatchObject({ name: 'beta', status: 'Deactivated', orgSettings: {} })
    expect(byGuid.headers).toMatchObject({ deprecation: expect.any(String), sunset: expect.any(String) })
    for (const id of ['77', 'none', '99999999999999999999'])
      expect((await server.call('GET', `/api/v1/Computer/${id}`)).statusCode).toBe(404)
  })

  it('take back what was read, changed', async () => {
    const { data } = (await server.call('GET', '/api/v1/Computer/1?incSettings=True')).json()
    const changed = { ...data, name: 'renamed', notes: null, settings: { configDateMs: '1' } }
    expect((await server.call('PUT', '/api/v1/Computer/1', changed)).json().data).toMatchObject({
      name: 'renamed',
      notes: 'old, but "good"',
    })
    const again = (await server.call('GET', '/api/v1/Computer/1?incSettings=True')).json().data
    expect(again.settings).toEqual({ configDateMs: '1' })
  })

  it('start with the settings of their organization, which stay its own when sent back unchanged', async () => {
    await store.db
      .updateTable('agent')
      .set({ user_uid: owner.userUid })
      .where('uid', '=', ids.gamma ?? '')
      .execute()
    const read = async () => (await server.call('GET', '/api/v1/Computer/3?incSettings=True')).json().data
    const before = await read()
    expect(before.settings.serviceBackupConfig.backupConfig.backupSets).toHaveLength(1)
    expect((await list('incSettings=true')).data.computers[2].settings).toEqual(before.settings)
    await server.call('PUT', '/api/v1/Computer/3', before)
    const deviceDefaults = structuredClone(before.settings)
    deviceDefaults.serviceBackupConfig.minutesUntilWarning = '1440'
    await server.call('PUT', '/api/v1/Org/1', { deviceDefaults })
    expect((await read()).settings).toEqual(deviceDefaults)
    await server.call('PUT', '/api/v1/Computer/3', { settings: before.settings })
    expect((await read()).settings).toEqual(before.settings)
    await store.db
      .updateTable('agent')
      .set({ user_uid: null, settings: null })
      .where('uid', '=', ids.gamma ?? '')
      .execute()
  })

  it('are turned by commands of every age, twice without harm', async () => {
    const state = async () => (await server.call('GET', '/api/v1/Computer/3')).json().data.status
    const turns = [
      ['PUT', '/api/v1/ComputerBlock/3', undefined, 204, 'Active, Blocked'],
      ['DELETE', '/api/v1/ComputerBlock/3', undefined, 204, 'Active'],
      ['POST', '/api/v4/computer-deactivation/update', { id: '3' }, 200, 'Deactivated'],
      ['POST', '/api/v4/computer-deactivation/remove', { id: 3 }, 200, 'Active'],
      ['PUT', '/api/ComputerDeactivation/3', undefined, 204, 'Deactivated'],
      ['DELETE', '/api/ComputerDeactivation/3', undefined, 204, 'Active'],
      ['PUT', '/api/v1/DeviceUpgrade/3', undefined, 201, 'Active'],
      ['POST', '/api/v4/device-upgrade/upgrade-device', { deviceGuid: ids.gamma }, 200, 'Active'],
      ['PUT', '/api/v1/ComputerDeauthorization/3', undefined, 204, 'Active, Deauthorized'],
    ] as const
    for (const [method, url, body, status, after] of turns)
      for (const _ of [1, 2]) {
        const answer = await server.call(method, url, body)
        expect([url, answer.statusCode, await state()]).toEqual([url, status, after])
      }
    expect((await server.call('POST', '/api/v4/computer-deactivation/update', { id: 77 })).json()).toEqual({
      problem: 'COMPUTER_NOT_FOUND',
      description: expect.any(String),
    })
  })

  it('refuse to block the machine of a blocked user, by the name scripts know', async () => {
    await server.call('PUT', `/api/v1/UserBlock/${owner.userId}`)
    const answer = await server.call('PUT', '/api/v1/ComputerBlock/1')
    expect([answer.statusCode, answer.json()[0].name]).toEqual([500, 'USER_IS_BLOCKED'])
    await server.call('DELETE', `/api/v1/UserBlock/${owner.userId}`)
  })

  it('tell what their agents reported of themselves', async () => {
    const view = '/api/v14/agent-state/view-by'
    const one = await server.call('GET', `${view}-device-guid?deviceGuid=${ids.alpha}&propertyName=fullDiskAccess`)
    expect(one.json().data).toEqual({ deviceGuid: ids.alpha, name: 'fullDiskAccess', value: 'true' })
    const all = await server.call('GET', `${view}-organization-id?orgId=1&propertyName=fullDiskAccess`)
    expect(all.json().data).toHaveLength(1)
    const byUid = await server.call('GET', `${view}-organization-id?orgId=${owner.orgUid}&propertyName=fullDiskAccess`)
    expect(byUid.json().data).toEqual(all.json().data)
    const never = await server.call('GET', `${view}-device-guid?deviceGuid=${ids.beta}&propertyName=fullDiskAccess`)
    expect(never.statusCode).toBe(404)
  })

  it('are reported with their backups, filtered by part of a name', async () => {
    const report = async (query: string) =>
      (await server.call('GET', `/api/v1/DeviceBackupReport?${query}`)).json().data
    expect(await report('')).toMatchObject([{ deviceUid: ids.alpha, destinationName: 'Cloud', archiveBytes: '111170' }])
    expect(await report('user=OWNER@&destination=clo')).toHaveLength(1)
    expect(await report('user=nobody')).toEqual([])
    expect(await report('pgNum=2&pgSize=1')).toEqual([])
    const csv = await server.call('GET', '/api/v1/DeviceBackupReport?export=csv')
    expect(csv.body.split('\n')[0]).toMatch(/^deviceName,deviceUid,/)
  })
})
