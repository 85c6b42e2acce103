import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Row } from '../programs.ts'
import { type Code42, runBy } from './code42.ts'

/** Users, organizations and roles. */
export const userCommands = (of: () => Code42): void => {
  const { bulk, code42, file, refused, rows, told } = runBy(of)
  const user = async (username: string) => (await rows('users', 'show', username))[0] as Row

  it('lists them in every format', async () => {
    const everybody = await rows('users', 'list')
    expect(everybody).toHaveLength(6)
    expect(everybody[1]).toMatchObject({ username: told().people.ada.username, orgUid: told().sales.orgUid })
    const table = await code42('users', 'list', '--include-roles')
    expect(table).toContain('Customer Cloud Admin')
    expect((await code42('users', 'list', '-f', 'CSV')).trim().split('\n')).toHaveLength(7)
    expect(JSON.parse(`[${(await code42('users', 'list', '-f', 'JSON')).replaceAll('}\n{', '},{')}]`)).toHaveLength(6)
  })

  it('filters them', async () => {
    const names = async (...args: string[]) => (await rows('users', 'list', ...args)).map(({ username }) => username)
    expect(await names('--org-uid', told().sales.orgUid)).toHaveLength(5)
    expect(await names('--role-name', 'Customer Cloud Admin')).toEqual([told().username])
    expect(await names('--active')).toHaveLength(6)
    expect(await names('--inactive')).toEqual([])
    expect(await refused('users', 'list', '--role-name', 'Nobody')).toContain("Role with name 'Nobody' not found.")
    expect(await refused('users', 'list', '--org-uid', 'none')).toMatch(/org/i)
  })

  it('shows one', async () => {
    const { username, userUid } = told().people.ada
    expect(await user(username)).toMatchObject({ username, userUid, roles: [] })
    expect(await code42('users', 'show', username)).toContain(userUid)
    expect(await rows('users', 'show', 'nobody@people.example')).toEqual([])
  })

  it('changes one', async () => {
    const { userUid, username } = told().people.margaret
    const facts = ['--first-name', 'Maggie', '--last-name', 'Q', '--notes', 'n', '--email', 'm@people.example']
    await code42('users', 'update', '--user-id', userUid, ...facts, '--archive-size-quota', '1000')
    expect(await user(username)).toMatchObject({ firstName: 'Maggie', email: 'm@people.example', quotaInBytes: 1000 })
    expect(await refused('users', 'update', '--user-id', userUid, '--username', 'no mail')).toMatch(/email/i)
    await code42('users', 'update', '--user-id', userUid, '--password', 'yet another password')
  })

  it('gives and takes roles', async () => {
    const { username } = told().people.grace
    const role = ['--username', username, '--role-name', 'Desktop User']
    await code42('users', 'add-role', ...role)
    expect((await user(username)).roles).toEqual(['Desktop User'])
    await code42('users', 'remove-role', ...role)
    expect((await user(username)).roles).toEqual([])
    expect(await refused('users', 'add-role', '--username', username, '--role-name', 'No')).toContain('not found')
  })

  it('deactivates, reactivates and moves', async () => {
    const { username } = told().people.linus
    await code42('users', 'deactivate', username)
    expect(await user(username)).toMatchObject({ active: false, status: expect.stringMatching(/^Deactivated/) })
    await code42('users', 'reactivate', username)
    expect(await user(username)).toMatchObject({ active: true })
    await code42('users', 'move', '--username', username, '--org-id', told().lab.orgUid)
    expect((await user(username)).orgUid).toBe(told().lab.orgUid)
    expect(await refused('users', 'deactivate', 'nobody@people.example')).toContain('does not exist')
  })

  it('lists and shows organizations', async () => {
    const listed = await rows('users', 'orgs', 'list')
    expect(listed.map(({ orgName }) => orgName)).toEqual(['Spillway', 'Sales', 'Lab'])
    expect(await code42('users', 'orgs', 'list')).toContain(told().lab.orgUid)
    const [lab] = await rows('users', 'orgs', 'show', told().lab.orgUid)
    expect(lab).toMatchObject({ orgName: 'Lab', orgGuid: told().lab.orgGuid, parentOrgUid: told().root.orgUid })
    // The client library ends with an error of its own there, which the program does not know.
    expect(await refused('users', 'orgs', 'show', 'none')).toContain('Unknown problem occurred')
  })

  it('does all that for the rows of a file', async () => {
    const { ada, edsger } = told().people
    const updates = ['user_id,username,email,password,first_name,last_name,notes,archive_size_quota']
    const updated = await bulk('users', 'update', ...updates, `${ada.userUid},,,,Augusta,,,`, '12345,,,,Nobody,,,')
    expect(updated.map((row) => row.updated)).toEqual(['True', expect.stringContaining('404')])
    expect((await user(ada.username)).firstName).toBe('Augusta')
    const moved = await bulk(
      'users',
      'move',
      'username,org_id',
      `${ada.username},${told().lab.orgUid}`,
      'nobody@x.yz,1',
    )
    expect(moved.map((row) => row.moved)).toEqual(['True', expect.stringContaining('does not exist')])
    expect((await user(ada.username)).orgUid).toBe(told().lab.orgUid)
    const given = await bulk('users', 'add-roles', 'username,role_name', `${edsger.username},Desktop User`)
    expect([given[0]?.['role added'], (await user(edsger.username)).roles]).toEqual(['True', ['Desktop User']])
    const taken = await bulk('users', 'remove-roles', 'username,role_name', `${edsger.username},Desktop User`)
    expect([taken[0]?.['role removed'], (await user(edsger.username)).roles]).toEqual(['True', []])
    const names = ['username', ada.username, edsger.username]
    const off = await bulk('users', 'deactivate', ...names)
    expect(off.map((row) => row.deactivated)).toEqual(['True', 'True'])
    expect(await rows('users', 'list', '--inactive')).toHaveLength(2)
    const on = await bulk('users', 'reactivate', ...names)
    expect(on.map((row) => row.reactivated)).toEqual(['True', 'True'])
    expect(await rows('users', 'list', '--inactive')).toEqual([])
    await code42('users', 'bulk', 'generate-template', 'update', '-p', file('templates/users.csv'))
    expect(readFileSync(file('templates/users.csv'), 'utf8')).toBe(updates[0])
  })

  it('is told that there are no legal holds, instead of being shown nobody in one', async () => {
    for (const group of ['users', 'devices'])
      expect(await refused(group, 'list', '--include-legal-hold-membership')).toContain('Problem making request')
    expect(readFileSync(file('.code42cli/log/code42_errors.log'), 'utf8')).toMatch(/501.*\/api\/v1\/LegalHold/)
  })
}
