import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../../identity/test-support/people-server.ts'
import { sharedPeopleServer } from '../../identity/test-support/shared-server.ts'

const at = '2026-01-31T12:00:00.000Z'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('what machines hang on, on $dialect', ({ open }) => {
  let store: ControlStore
  let server: PeopleServer
  let ids: { alpha: string; beta: string; gamma: string }
  let branch: { orgGuid: string; orgId: number }
  sharedPeopleServer({ open }, async (started, opened) => {
    server = started
    store = opened
    const { orgGuid } = await server.organization('Branch')
    branch = { orgGuid, orgId: (await server.call('GET', `/api/v3/orgs/${orgGuid}`)).json().data.orgId }
    const owner = await server.user('owner@branch.example', [], orgGuid)
    ids = {
      alpha: await server.machine('alpha', {
        user_uid: owner.userUid,
        last_connected_at: server.now().toISOString(),
        settings: JSON.stringify(settings),
      }),
      beta: await server.machine('beta', { last_connected_at: at }),
      gamma: await server.machine('gamma', { user_uid: owner.userUid, active: 0, last_connected_at: null }),
    }
    await backUp(ids.alpha, '43', 5000)
    await backUp(ids.beta, '43', 100)
    await backUp(ids.beta, '53', 10)
  })

  const settings = {
    location: 'x',
    serviceBackupConfig: {
      minutesUntilWarning: '4320',
      backupConfig: {
        backupSets: [
          { '@id': '1', name: { '#text': 'All', '@locked': 'true' }, destinations: [{ '@id': '43' }] },
          { '@id': '2', name: 'Mail', destinations: { '@locked': 'true', destination: { '@id': '43' } } },
          { '@id': '3', name: 'Elsewhere', destinations: { '@cleared': 'true' } },
        ],
      },
    },
  }

  const times = { created_at: at, modified_at: at }
  const backUp = async (agent_uid: string, guid: string, archive_bytes: number) => {
    const { tenant_id } = await server.root()
    const names = { name: `Cloud ${guid}`, name_key: `cloud ${guid}`, server_name: `node-${guid}` }
    await store.db
      .insertInto('destination')
      .values({
        guid,
        legacy_id: Number(guid),
        tenant_id,
        type: 'CLUSTER',
        server_guid: `${guid}1`,
        ...names,
        ...times,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await store.db
      .insertInto('backup_usage')
      .values({
        agent_uid,
        destination_guid: guid,
        archive_guid: `${agent_uid.slice(-1)}${guid}`,
        archive_bytes,
        todo_bytes: 7,
        ...times,
      })
      .execute()
  }
  const data = async (url: string, token?: string) => (await server.call('GET', url, undefined, token)).json().data
  const helpDesk = async () => {
    await server.user('desk@branch.example', ['Org Manager'], branch.orgGuid).catch(() => undefined)
    return server.tokenOf('desk@branch.example')
  }

  it('is told as connected while it was seen in the last minutes', async () => {
    expect(await data(`/api/v1/ComputerActivity/${ids.alpha}`)).toEqual({
      guid: ids.alpha,
      clientConnected: true,
      lastConnected: '2026-02-01T00:00:00.000Z',
    })
    expect(await data(`/console/api/computerActivity/${ids.beta}`)).toMatchObject({ clientConnected: false })
    expect(await data(`/api/v1/ComputerActivity/${ids.gamma}`)).toMatchObject({ lastConnected: null })
    expect((await server.call('GET', '/api/v1/ComputerActivity/77')).statusCode).toBe(404)
    const { backupUsage } = await data(`/api/v1/Computer/${ids.alpha}?idType=guid&incBackupUsage=True`)
    expect(backupUsage[0].activity).toMatchObject({ connected: true, remainingBytes: 7 })
  })

  it('leads to the server it is connected to, and to the one that holds its archive', async () => {
    const connected = (guid: string) => data(`/api/v1/connectedServerUrl?guid=${guid}`)
    expect(await connected(ids.alpha)).toEqual({ serverUrl: 'http://localhost:80' })
    expect(await connected(ids.beta)).toEqual({ serverUrl: null })
    const info = (dest: string) => `/api/v1/WebRestoreInfo?srcGuid=${ids.alpha}&destGuid=${dest}`
    expect(await data(info('43'))).toEqual({ serverUrl: 'http://localhost:80', nodeGuid: '431' })
    expect((await server.call('GET', info('77'))).statusCode).toBe(404)
    expect((await server.call('GET', '/api/v1/WebRestoreInfo')).statusCode).toBe(404)
  })

  it('has the backup sets of its settings that go to a destination, or the one it starts with', async () => {
    const sets = (guid: string, destination: string) => data(`/c42api/v3/BackupSets/${guid}/${destination}`)
    expect(await sets(ids.alpha, '43')).toEqual({
      multiSetDestination: true,
      backupSets: [
        { backupSetId: '1', backupSetName: 'All', planUid: '143' },
        { backupSetId: '2', backupSetName: 'Mail', planUid: '143' },
      ],
    })
    expect(await sets(ids.beta, '53')).toEqual({
      multiSetDestination: false,
      backupSets: [{ backupSetId: '1', backupSetName: 'Default', planUid: '253' }],
    })
    expect(await sets(ids.alpha, '53')).toEqual({ multiSetDestination: false, backupSets: [] })
  })

  it('shows values of its settings by key', async () => {
    const view = `/api/v4/device-setting/view?guid=${ids.alpha}&keys=`
    expect(await data(`${view}location,serviceBackupConfig.minutesUntilWarning,nothing,__proto__`)).toEqual({
      location: 'x',
      'serviceBackupConfig.minutesUntilWarning': '4320',
    })
    expect(await data(view)).toEqual({})
  })

  it('is asked to upgrade with all active ones of its organization, and no other', async () => {
    const upgrade = (orgId: unknown) => server.call('POST', '/api/v4/device-upgrade/upgrade-org-devices', { orgId })
    expect((await upgrade(String(branch.orgId))).json()).toMatchObject({ data: null })
    const rows = await store.db.selectFrom('agent').select(['name', 'upgrade_requested_at']).orderBy('name').execute()
    expect(rows.map(({ name, upgrade_requested_at }) => [name, upgrade_requested_at !== null])).toEqual([
      ['alpha', true],
      ['beta', false],
      ['gamma', false],
    ])
    expect((await upgrade(99)).json()).toEqual({ problem: 'ORG_NOT_FOUND', description: expect.any(String) })
    const outside = await server.call(
      'POST',
      '/api/v4/device-upgrade/upgrade-org-devices',
      { orgId: 1 },
      await helpDesk(),
    )
    expect(outside.statusCode).toBe(404)
  })

  it('says of old security events that they are nowhere, of users one reaches', async () => {
    const { userUid } = await server.user('located@branch.example')
    expect(await data(`/api/v3/SecurityEventsLocation?userUid=${userUid}`)).toEqual({
      userUid,
      securityPlanLocationsByDestination: [],
    })
    expect((await server.call('GET', '/api/v3/SecurityEventsLocation?userUid=none')).statusCode).toBe(404)
  })

  it('is shut and opened with words that only who may change it learns', async () => {
    const path = `/c42api/v3/AccessLock/${ids.alpha}`
    expect(await data(path)).toMatchObject({ isLockEnabled: false, lockPassphrase: null })
    expect((await server.call('PATCH', path)).json().error).toEqual([
      { primaryErrorKey: 'ACCESS_LOCK_NOT_FOUND', otherErrors: null },
    ])
    const first = (await server.call('POST', path)).json().data
    expect(first).toMatchObject({ isLockEnabled: true, unlockDate: null, creationDate: '2026-02-01T00:00:00.000Z' })
    expect(first.lockPassphrase.length).toBeGreaterThan(5)
    expect((await server.call('POST', path)).json().data).toEqual(first)
    for (const _ of [1, 2]) expect((await server.call('PATCH', path)).json().data).toBe(first.lockPassphrase)
    expect(await data(path)).toMatchObject({ isLockEnabled: false, unlockingUserUid: first.lockingUserUid })
    const again = (await server.call('POST', path)).json().data
    expect([again.isLockEnabled, again.lockPassphrase === first.lockPassphrase]).toEqual([true, false])
    await server.user('reader@branch.example', ['Org Help Desk'], branch.orgGuid)
    const reader = await server.tokenOf('reader@branch.example')
    expect((await server.call('GET', path, undefined, reader)).statusCode).toBe(403)
    expect((await server.call('GET', path, undefined, await helpDesk())).statusCode).toBe(200)
    const other = `/api/v3/AccessLock/${ids.beta}`
    expect((await server.call('POST', other, undefined, await helpDesk())).statusCode).toBe(404)
    await server.audit.flush()
    const types = await store.db.selectFrom('audit_record').select('type').where('type', 'like', '%access%').execute()
    expect(types.map(({ type }) => type)).toEqual(
      ['locked', 'unlocked', 'locked'].map((verb) => `audit_log::agent_access_${verb}/1`),
    )
  })

  it('backs up to destinations, whose figures cover the machines that the caller reaches', async () => {
    const all = await data('/api/v1/Destination')
    expect(all).toMatchObject({
      totalCount: 2,
      destinations: [
        { destinationId: 43, guid: '43', computerCount: 2, onlineComputerCount: 1, userCount: 1, archiveBytes: 5100 },
        { destinationId: 53, guid: '53', computerCount: 1, onlineComputerCount: 0, orgCount: 0, archiveBytes: 10 },
      ],
    })
    const theirs = await data('/api/destinations?name=CLOUD%2043', await helpDesk())
    expect(theirs.destinations).toMatchObject([{ computerCount: 1, archiveBytes: 5000, remainingBytes: 7 }])
    expect(await data('/api/v1/Destination?q=node-53')).toMatchObject({ totalCount: 1 })
    expect(await data('/api/v1/Destination?pgNum=2&pgSize=1')).toMatchObject({ destinations: [{ guid: '53' }] })
    for (const id of ['43', '53'])
      expect(await data(`/api/v1/Destination/${id}`)).toMatchObject({ originalDestinationName: `Cloud ${id}` })
    expect((await server.call('GET', '/api/v1/Destination/77')).statusCode).toBe(404)
  })

  it('backs up to servers and store points, one for each destination', async () => {
    expect(await data('/api/v1/Server?destinationId=53')).toMatchObject({
      totalCount: 1,
      servers: [{ serverId: 53, guid: '531', serverName: 'node-53', backupComputerCount: 1 }],
    })
    expect(await data('/api/v1/Server/43')).toMatchObject({ guid: '431', archiveBytes: 5100 })
    expect(await data('/api/v1/StorePoint')).toMatchObject({ totalCount: 2, storepoints: [{ storePointId: 43 }, {}] })
    expect(await data('/api/v1/StorePoint/53')).toMatchObject({ destinationName: 'Cloud 53', todoBytes: 7 })
    expect((await server.call('GET', '/api/v1/StorePoint/77')).statusCode).toBe(404)
    expect(await data(`/api/v1/OrgShareDestinations/${branch.orgId}`)).toEqual([
      { destinationId: 43, destinationName: 'Cloud 43', guid: '43', type: 'CLUSTER' },
      { destinationId: 53, destinationName: 'Cloud 53', guid: '53', type: 'CLUSTER' },
    ])
    expect((await server.call('GET', '/api/v1/OrgShareDestinations/77')).statusCode).toBe(404)
  })

  it('takes seats: of active users, and of those who back up', async () => {
    const { rows } = await store.db
      .selectFrom('user')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .where('active', '=', 1)
      .executeTakeFirstOrThrow()
    expect(await data('/c42api/v3/customerLicense')).toEqual({ seatsInUse: Number(rows), backupSeatsInUse: 1 })
    expect(await data('/api/v1/MasterLicense')).toEqual({ seatsInUse: Number(rows) })
    expect(await data('/api/v1/ProductLicense')).toEqual({ products: [] })
  })
})
