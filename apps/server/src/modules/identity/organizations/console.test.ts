import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../test-support/people-server.ts'
import { sharedPeopleServer } from '../test-support/shared-server.ts'

const at = '2026-01-31T12:00:00.000Z'
const everything = 'incSettings=True&incDeviceDefaults=True&incInheritedOrgInfo=True'

interface Org {
  readonly orgId: number
  readonly orgUid: string
  readonly orgGuid: string
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('console organizations on $dialect', ({ open }) => {
  let store: ControlStore
  let server: PeopleServer
  let [parent, child]: Org[] = []
  sharedPeopleServer({ open }, async (started, opened) => {
    server = started
    store = opened
    parent = await organization('Parent')
    child = await organization('Child', parent.orgGuid)
  })

  const organization = async (name: string, above?: string): Promise<Org> => {
    const { orgGuid } = await server.organization(name, above)
    return (await server.call('GET', `/api/v3/orgs/${orgGuid}`)).json().data
  }
  const ids = () => ({ above: parent as Org, under: child as Org })
  const read = async (org: Org, query = '') =>
    (await server.call('GET', `/api/v3/orgs/${org.orgGuid}?${query}`)).json().data
  const put = (org: Org, body: object) => server.call('PUT', `/api/v1/Org/${org.orgId}`, body)

  it('show the settings in force, where they come from and what machines start with, when asked', async () => {
    const { above, under } = ids()
    const plain = await read(under)
    expect(plain).toMatchObject({ settings: { maxSeats: -1, maxBytes: -1 }, customConfig: false })
    for (const key of ['deviceDefaults', 'orgInheritDto', 'planCount']) expect(plain).not.toHaveProperty(key)
    const full = await read(under, everything)
    expect(Object.keys(full.settings).length).toBeGreaterThan(25)
    expect(full.settings).toMatchObject({ archiveHoldDays: 365, warnInDays: 3, isUsingQuotaDefaults: true })
    expect(full.deviceDefaults.serviceBackupConfig.backupConfig.backupSets).toHaveLength(1)
    const { orgId, orgName } = (await server.call('GET', '/api/v1/Org/1')).json().data
    expect(full.orgInheritDto).toMatchObject({ orgIdProvidingOrg: orgId, orgNameProvidingDeviceDefaults: orgName })
    expect((await put(above, { settings: { warnInDays: 9 } })).statusCode).toBe(200)
    const after = await read(under, everything)
    expect(after.settings).toMatchObject({ warnInDays: 9, isUsingReportingDefaults: true })
    expect(after.settingsInherited).toMatchObject({ warnInDays: 9 })
    expect(after.orgInheritDto).toMatchObject({ orgIdProvidingOrg: above.orgId, orgUidProvidingOrg: above.orgUid })
  })

  it('take back whole what was read, and keep of it only what was changed', async () => {
    const { above, under } = ids()
    const whole = await read(under, everything)
    const edited = { ...whole, settings: { ...whole.settings, archiveHoldDays: 30, isUsingQuotaDefaults: false } }
    expect((await put(under, edited)).statusCode).toBe(200)
    const after = await read(under, everything)
    expect(after.settings).toMatchObject({ archiveHoldDays: 30, isUsingQuotaDefaults: false, warnInDays: 9 })
    expect(after).toMatchObject({ customConfig: true, orgInheritDto: { orgIdProvidingOrg: under.orgId } })
    await put(above, { settings: { warnInDays: 4, webRestoreUserLimitMb: 77 } })
    expect((await read(under, everything)).settings).toMatchObject({ warnInDays: 4, webRestoreUserLimitMb: 77 })
    await put(under, { settings: { isUsingQuotaDefaults: true } })
    expect((await read(under, everything)).settings).toMatchObject({ archiveHoldDays: 365, isUsingQuotaDefaults: true })
  })

  it('hand settings documents for new machines down to those under them', async () => {
    const { above, under } = ids()
    const whole = await read(above, everything)
    whole.deviceDefaults.serviceBackupConfig.minutesUntilWarning = '1440'
    // As py42 sends it: a part of the document stands in it twice.
    const { serviceBackupConfig } = whole.deviceDefaults
    await put(above, { ...whole, deviceDefaults: { ...whole.deviceDefaults, settings: { serviceBackupConfig } } })
    const inherited = await read(under, everything)
    expect(inherited.deviceDefaults).toEqual(whole.deviceDefaults)
    expect(inherited.orgInheritDto).toMatchObject({ orgIdProvidingDeviceDefaults: above.orgId })
    await put(under, inherited)
    expect((await read(under, everything)).orgInheritDto.orgIdProvidingDeviceDefaults).toBe(above.orgId)
  })

  it('refuse what cannot be under an organization, by the names scripts know, and name the field', async () => {
    const { above } = ids()
    const refusal = async (body: object, path = '/api/v1/Org') => {
      const answer = await server.call('POST', path, body)
      return [answer.statusCode, answer.json()[0].name, answer.json()[0].description]
    }
    for (const orgName of [undefined, null, '', '  '])
      expect(await refusal({ orgName })).toEqual([500, 'ORG_NAME_MISSING', expect.stringContaining('body.orgName')])
    const { orgId } = await organization('Closed', above.orgGuid)
    const under = { orgName: 'Under', parentOrgId: orgId }
    for (const [path, name] of [
      ['OrgBlock', 'PARENT_ORG_BLOCKED'],
      ['OrgDeactivation', 'PARENT_ORG_NOT_ACTIVE'],
    ]) {
      await server.call('PUT', `/api/v1/${path}/${orgId}`)
      expect((await refusal(under)).slice(0, 2)).toEqual([500, name])
      expect((await refusal({ orgName: 'Under' }, `/api/v1/Org/${orgId}`)).slice(0, 2)).toEqual([500, name])
      await server.call('DELETE', `/api/v1/${path}/${orgId}`)
    }
    expect((await server.call('GET', '/api/v1/Org?q=Under')).json().data.totalCount).toBe(0)
    const unknown = 'Organization was not found'
    expect(await refusal({ orgName: 'x', parentOrgId: 9e9 })).toEqual([400, 'SYSTEM', `body.parentOrgId: ${unknown}`])
    expect(await refusal({ orgName: 'x', parentOrgUid: 'x' })).toEqual([400, 'SYSTEM', `body.parentOrgUid: ${unknown}`])
  })

  it('have empty pages past the end, however far', async () => {
    const pages = ['pgNum=9&pgSize=500', 'pgNum=999999999999999&pgSize=100000', `pgNum=${'9'.repeat(30)}`]
    for (const path of ['/api/v1/Org', '/api/v3/orgs'])
      for (const page of pages) {
        const answer = await server.call('GET', `${path}?${page}`)
        expect([page, answer.statusCode, answer.json().data?.orgs]).toEqual([page, 200, []])
      }
  })

  it('refuse settings of the wrong kind, and nothing changes', async () => {
    const { under } = ids()
    const before = await read(under, everything)
    for (const settings of [{ warnInDays: 'soon' }, { recipients: 'x' }, { sendReports: 1 }, { maxSeats: -2 }]) {
      const answer = await put(under, { orgName: 'Broken', settings })
      expect([settings, answer.statusCode, answer.json()[0].description]).toEqual([
        settings,
        400,
        expect.stringContaining(`body.settings.${Object.keys(settings)[0]}`),
      ])
    }
    const long = { deviceDefaults: { text: 'x'.repeat(300_000) } }
    expect((await put(under, long)).statusCode).toBe(400)
    expect(await read(under, everything)).toEqual(before)
  })

  it('have their settings page under its own path', async () => {
    const { under } = ids()
    const page = `/console/api/orgSettings/${under.orgId}`
    expect((await server.call('GET', page)).json().data).toMatchObject({ maxSeats: -1, usernameIsAnEmail: true })
    const written = await server.call('PUT', page, { alertInDays: 8, usernameIsAnEmail: false, maxSeats: '50' })
    expect(written.json().data).toMatchObject({ alertInDays: 8, usernameIsAnEmail: false, maxSeats: 50 })
    expect((await server.call('POST', '/api/v1/User', { orgId: under.orgId, username: 'plain' })).statusCode).toBe(200)
    expect((await server.call('GET', '/api/v1/OrgSettings/77')).statusCode).toBe(404)
  })

  it('are created by the path of resellers as by the other', async () => {
    const { above } = ids()
    const body = { orgName: 'Resold', parentOrgId: above.orgId, orgExtRef: 'customer-7', whatever: true }
    const made = await server.call('POST', '/api/v1/ProOrgChannel', { ...body, settings: { defaultUserMaxBytes: 5e9 } })
    expect(made.json().data).toMatchObject({ orgName: 'Resold', orgExtRef: 'customer-7', parentOrgUid: above.orgUid })
    const { orgId } = made.json().data
    const user = (await server.call('POST', '/api/v1/User', { orgId, username: 'new@resold.example' })).json().data
    expect(user.quotaInBytes).toBe(5e9)
    const own = { orgId, username: 'own@resold.example', quotaInBytes: -1 }
    expect((await server.call('POST', '/api/v1/User', own)).json().data.quotaInBytes).toBe(-1)
  })

  it('are counted with what is in them, and by themselves with what is under them', async () => {
    const top = await organization('Counted')
    const below = await organization('Counted below', top.orgGuid)
    const owner = await server.user('owner@counted.example', ['Org Admin'], below.orgGuid)
    const machine = await server.machine('counted', { user_uid: owner.userUid })
    await backUp(machine)
    const counts = {
      ...{ computerCount: 1, backupDeviceCount: 1, backupComputerCount: 1, planCount: 1, shareDeviceCount: 0 },
      ...{ userCount: 1, licensedUserCount: 1, orgCount: 0, coldBytes: 0 },
    }
    expect(await read(below, 'incCounts=true')).toMatchObject(counts)
    const listed = (await server.call('GET', '/api/v1/Org?incCounts=true&q=Counted')).json().data.orgs
    expect(listed).toMatchObject([{ orgCount: 1, userCount: 0 }, counts])
    expect(await read(top, 'incCounts=true')).toMatchObject({
      hierarchyCounts: { allOrgCount: 1, allDeviceCount: 1, inheritedOrgCount: 1, inheritedDeviceCount: 1 },
    })
    expect((await read(below)).reporting.orgManagers).toEqual([
      { uid: owner.userUid, firstName: null, lastName: null, username: 'owner@counted.example' },
    ])
    const shown = (
      await server.call('GET', `/api/v1/User/${owner.userId}?incBackupUsage=True&incComputerCount=1`)
    ).json()
    expect(shown.data).toMatchObject({
      computerCount: 1,
      backupUsage: [
        { targetComputerGuid: '43', computerCount: 1, selectedBytes: 200, percentComplete: 75, lastBackup: at },
      ],
    })
    const all = (await server.call('GET', '/api/v1/User?incAll=true&pgSize=99999')).json().data.users
    expect(all.filter((user: { computerCount: number }) => user.computerCount === 1)).toHaveLength(1)
    expect(all.find((user: { username: string }) => user.username === 'plain')).toMatchObject({ backupUsage: [] })
  })

  const backUp = async (agent_uid: string) => {
    const { tenant_id } = await server.root()
    const times = { created_at: at, modified_at: at }
    const cloud = { guid: '43', legacy_id: 1, tenant_id, name: 'Cloud', name_key: 'cloud', type: 'CLUSTER' }
    await store.db
      .insertInto('destination')
      .values({ ...cloud, server_guid: '44', server_name: 'node-1', ...times })
      .execute()
    const usage = { agent_uid, destination_guid: '43', selected_bytes: 200, todo_bytes: 50, last_backup_at: at }
    await store.db
      .insertInto('backup_usage')
      .values({ ...usage, archive_guid: '900', ...times })
      .execute()
    const { settings } = await read(ids().under, 'incSettings=True')
    expect(settings.destinations).toEqual([{ destinationId: 1, guid: '43', destinationName: 'Cloud', type: 'CLUSTER' }])
  }

  it('let a user of a reseller be found by the customer id, if there is one alone', async () => {
    const { userId } = await server.user('sold@reseller.example')
    const find = (id: string) => server.call('GET', `/api/UserChannel?channelCustomerId=${id}&incRoles=true`)
    await server.call('PUT', `/api/v1/User/${userId}`, { userExtRef: 'c-1' })
    expect((await find('c-1')).json().data).toMatchObject({ userId, roles: [] })
    expect((await find('c-2')).statusCode).toBe(404)
    expect((await find('')).statusCode).toBe(404)
    const other = await server.user('again@reseller.example')
    await server.call('PUT', `/api/v1/User/${other.userId}`, { userExtRef: 'c-1' })
    expect((await find('c-1')).statusCode).toBe(404)
  })

  it('give away no more seats than they have, whoever comes at once, and by whatever way', async () => {
    const full = await organization('Full')
    await server.user('one@full.example', [], full.orgGuid)
    await put(full, { settings: { maxSeats: 2 } })
    const more = ['two', 'three', 'four'].map((name) =>
      server.call('POST', '/api/v1/User', { orgId: full.orgId, username: `${name}@full.example` }),
    )
    const statuses = (await Promise.all(more)).map(({ statusCode }) => statusCode)
    expect(statuses.toSorted()).toEqual([200, 400, 400])
    const { users } = (await server.call('GET', `/api/v1/User?orgId=${full.orgId}`)).json().data
    expect(users).toHaveLength(2)
    const outsider = await server.user('outside@full.example')
    const move = { userId: outsider.userId, parentOrgId: full.orgId }
    const refused = await server.call('POST', '/api/v1/UserMoveProcess', move)
    expect([refused.statusCode, refused.json()[0].description]).toEqual([400, expect.stringContaining('no seat left')])
    await server.call('PUT', `/api/v1/OrgDeactivation/${full.orgId}`)
    await put(full, { settings: { maxSeats: 1 } })
    expect((await server.call('DELETE', `/api/v1/OrgDeactivation/${full.orgId}`)).statusCode).toBe(400)
    expect((await read(full)).active).toBe(false)
    await put(full, { settings: { maxSeats: 2 } })
    expect((await server.call('DELETE', `/api/v1/OrgDeactivation/${full.orgId}`)).statusCode).toBe(204)
    await server.call('PUT', `/api/v1/UserDeactivation/${users[0].userId}`)
    await server.call('POST', '/api/v1/UserMoveProcess', move)
    expect((await server.call('DELETE', `/api/v1/UserDeactivation/${users[0].userId}`)).statusCode).toBe(400)
  })
})
