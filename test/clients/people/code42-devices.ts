import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Code42, runBy } from './code42.ts'
import { destination } from './fill.ts'
import type { Organization } from './scene.ts'

/** Machines and their backups. */
export const deviceCommands = (of: () => Code42): void => {
  const { bulk, code42, file, refused, rows, told } = runBy(of)
  const status = async (guid: string) =>
    (await rows('devices', 'list')).find((device) => device.guid === guid)?.status as string

  it('lists them in every format', async () => {
    const listed = await rows('devices', 'list')
    expect(listed).toHaveLength(4)
    expect(listed[0]).toMatchObject({ guid: told().machines.laptop, name: 'laptop', status: 'Active' })
    expect((await code42('devices', 'list', '-f', 'CSV')).trim().split('\n')).toHaveLength(5)
    expect(await code42('devices', 'list')).toContain(told().machines.mac)
    expect(await code42('devices', 'list', '-f', 'JSON')).toContain(told().machines.mac)
  })

  it('filters them, page by page', async () => {
    const list = async (...args: string[]) => (await rows('devices', 'list', ...args)).map(({ name }) => name)
    expect(await list('--page-size', '2')).toEqual(['laptop', 'mac', 'server', 'spare'])
    expect(await list('--active', '--org-uid', told().root.orgUid)).toHaveLength(4)
    expect(await list('--inactive')).toEqual([])
    expect(await list('--exclude-most-recently-connected', '1')).toHaveLength(1)
    expect(await list('--last-connected-after', '2026-01-30', '--created-after', '2026-01-30')).toHaveLength(4)
    expect(await list('--last-connected-before', '2026-01-30')).toEqual([])
    expect(await list('--created-before', '2026-01-30')).toEqual([])
  })

  it('includes backups, storage, names and settings', async () => {
    const [first, second] = await rows('devices', 'list', '--include-backup-usage', '--include-total-storage')
    expect(first).toMatchObject({ archiveCount: 1, totalStorageBytes: 111_170 })
    expect(first?.backupUsage).toMatchObject([{ targetComputerName: destination.name }])
    expect(second).toMatchObject({ archiveCount: 0, totalStorageBytes: 0 })
    const told1 = await rows('devices', 'list', '--include-usernames', '--include-settings')
    expect(told1[0]?.username).toBe(told().people.ada.username)
    expect(told1.map((row) => row['full disk access status'])).toEqual([null, 'true', null, null])
  })

  it('lists backup sets where every machine in reach backs up', async () => {
    const orgName = 'Backed up'
    const { data } = (await of().scene.server.post('/api/v1/Org', { orgName })).json<{ data: Organization }>()
    await code42('users', 'move', '--username', told().people.ada.username, '--org-id', data.orgUid)
    await code42('users', 'move', '--username', told().people.edsger.username, '--org-id', data.orgUid)
    const { username } = told().people.edsger
    await code42('users', 'add-role', '--username', username, '--role-name', 'Org Help Desk')
    const desk = ['-s', told().url, '-u', username, '--password', told().personPassword, '-y']
    await code42('profile', 'create', '-n', 'desk', ...desk)
    const listed = await rows('devices', 'list-backup-sets', '--include-usernames', '--profile', 'desk')
    expect(listed).toHaveLength(1)
    expect(listed[0]).toMatchObject({
      guid: told().machines.laptop,
      username: told().people.ada.username,
      'backup set name': 'Documents',
      destinations: [destination.name],
      'included files': ['/home/'],
      locked: false,
    })
  })

  it('shows one with its backups', async () => {
    const shown = await code42('devices', 'show', told().machines.laptop)
    expect(shown).toMatch(/laptop[\s\S]*Vault[\s\S]*111170/)
    expect(await refused('devices', 'show', '1234567')).toMatch(/404|not found/i)
    expect(await refused('devices', 'show', 'letters')).toContain('Not a valid GUID.')
  })

  it('renames those that back up', async () => {
    await code42('devices', 'rename', told().machines.laptop, '-n', 'renamed')
    expect((await rows('devices', 'list'))[0]?.name).toBe('renamed')
    expect(await refused('devices', 'rename', told().machines.mac, '-n', 'x')).toContain('cannot be renamed')
    expect(await refused('devices', 'rename', '1234567', '-n', 'x')).toContain('was not found')
  })

  it('deactivates and reactivates', async () => {
    const { laptop } = told().machines
    await code42('devices', 'deactivate', laptop, '--change-device-name')
    expect(await status(laptop)).toBe('Deactivated')
    expect((await rows('devices', 'list'))[0]?.name).toMatch(/^deactivated_\d{4}-\d\d-\d\d_renamed$/)
    await code42('devices', 'reactivate', laptop)
    expect(await status(laptop)).toBe('Active')
    expect(await refused('devices', 'deactivate', '1234567')).toContain('was not found')
  })

  it('does all that for the rows of a file', async () => {
    const { laptop, spare } = told().machines
    const off = await bulk('devices', 'deactivate', 'guid', laptop, spare, '1234567')
    expect(off.map((row) => row.deactivated)).toEqual(['True', 'True', expect.stringContaining('was not found')])
    expect([await status(laptop), await status(spare)]).toEqual(['Deactivated', 'Deactivated'])
    const on = await bulk('devices', 'reactivate', 'guid', laptop, spare)
    expect(on.map((row) => row.reactivated)).toEqual(['True', 'True'])
    const named = await bulk('devices', 'rename', 'guid,name', `${laptop},bulk name`, `${spare},other`)
    expect(named.map((row) => row.renamed)).toEqual(['True', expect.stringContaining('cannot be renamed')])
    expect((await rows('devices', 'list'))[0]?.name).toBe('bulk name')
    await code42('devices', 'bulk', 'generate-template', 'rename', '-p', file('templates/devices.csv'))
    expect(readFileSync(file('templates/devices.csv'), 'utf8')).toBe('guid,name')
  })

  it('works with an API client', async () => {
    expect(await rows('devices', 'list', '--profile', 'client')).toHaveLength(4)
    expect(await rows('users', 'list', '--profile', 'client')).toHaveLength(6)
  })
}
