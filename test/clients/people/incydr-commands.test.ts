import { sqliteUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../../support/parts.ts'
import type { CommandServer } from '../command-server.ts'
import { expectEveryCommand, type Row, refusedBy, rowsOf, startIncydr, writeLines } from '../programs.ts'
import { openPeopleScene, type PeopleScene } from './scene.ts'

/** The program has no commands on the customer; the library does. */
const groups = ['users', 'orgs', 'agents', 'devices', 'departments', 'directory-groups']

describe.skipIf(!parts.incydr.present)('the command line of incydr on people and machines', () => {
  let scene: PeopleScene
  let program: CommandServer
  const told = () => scene.told
  const incydr = (...args: string[]) => program.succeed(args)
  const file = (name: string, ...lines: string[]) => writeLines(scene.home, name, ...lines)
  const rows = async (...args: string[]) => rowsOf(await incydr(...args, '-f', 'json-lines'))
  const names = async (...args: string[]) =>
    (await rows(...args)).map(({ username, orgName, name }) => username ?? orgName ?? name)
  const user = async (name: string) => (await rows('users', 'show', name))[0] as Row
  const roles = async (name: string) => (await rows('users', 'list-roles', name)).map(({ roleId }) => roleId).sort()
  const refused = (...args: string[]) => refusedBy(program, args)
  /** Every format prints what it must, its CSV one line for each row after the header. */
  const inEveryFormat = async (text: string, count: number, ...args: string[]) => {
    for (const format of ['table', 'json-pretty']) expect(await incydr(...args, '-f', format)).toContain(text)
    expect((await incydr(...args, '-f', 'csv')).trim().split('\n')).toHaveLength(count + 1)
    expect(await rows(...args)).toHaveLength(count)
  }

  beforeAll(async () => {
    scene = await openPeopleScene(sqliteUnderTest)
    program = startIncydr(scene.home, told())
  }, 120_000)
  afterAll(async () => {
    program?.close()
    await scene?.close()
  })

  it('lists and shows users', async () => {
    const { ada } = told().people
    await inEveryFormat(ada.username, 6, 'users', 'list')
    expect(await names('users', 'list', '--username', ada.username)).toEqual([ada.username])
    expect(await names('users', 'list', '--active', '--unblocked')).toHaveLength(6)
    expect(await incydr('users', 'list', '--inactive', '-f', 'json-lines')).toContain('No results found.')
    const columns = await incydr('users', 'list', '-f', 'csv', '--columns', 'username,active')
    expect(columns.split('\n')[0]?.trim()).toBe('username,active')
    expect(await user(ada.username)).toMatchObject({ userId: ada.userUid })
    expect(await incydr('users', 'show', ada.userUid)).toContain(ada.username)
    expect(await refused('users', 'show', '987654')).toContain('404')
  })

  it('lists the machines of a user', async () => {
    const { username } = told().people.grace
    await inEveryFormat('server', 2, 'users', 'list-agents', username)
    expect(await names('users', 'list-devices', username)).toEqual(['mac', 'server'])
  })

  it('lists, shows, gives, takes and replaces roles', async () => {
    const { username } = told().people.grace
    const everyRole = (await rows('users', 'roles', 'list')).length
    await inEveryFormat('Desktop User', everyRole, 'users', 'roles', 'list')
    expect((await rows('users', 'roles', 'show', 'Org Admin'))[0]).toMatchObject({ roleId: 'org-admin' })
    await incydr('users', 'update-roles', username, 'Desktop User,org-help-desk', '--add')
    expect(await roles(username)).toEqual(['desktop-user', 'org-help-desk'])
    await incydr('users', 'update-roles', username, 'Desktop User', '--remove')
    expect(await roles(username)).toEqual(['org-help-desk'])
    await incydr('users', 'update-roles', username, 'PROe User')
    expect(await roles(username)).toEqual(['proe-user'])
    expect(await refused('users', 'update-roles', username, 'Nobody')).toContain('Nobody')
  })

  it('deactivates, activates and moves users', async () => {
    const { username } = told().people.linus
    await incydr('users', 'deactivate', username)
    expect(await user(username)).toMatchObject({ active: false, blocked: true })
    await incydr('users', 'activate', username)
    expect(await user(username)).toMatchObject({ active: true, blocked: false })
    await incydr('users', 'move', username, told().lab.orgGuid)
    expect(await user(username)).toMatchObject({ orgGuid: told().lab.orgGuid })
    expect(await refused('users', 'move', username, 'none')).toContain('400')
  })

  it('does all that for the rows of a file', async () => {
    const { ada, edsger } = told().people
    const csv = file('users.csv', 'username', ada.username, edsger.username)
    await incydr('users', 'bulk-deactivate', csv)
    expect(await names('users', 'list', '--inactive')).toEqual([ada.username, edsger.username])
    const json = file(
      'users.json',
      JSON.stringify({ username: ada.username }),
      JSON.stringify({ userId: edsger.userUid }),
    )
    await incydr('users', 'bulk-activate', json, '-f', 'json-lines')
    expect(await names('users', 'list', '--active')).toHaveLength(6)
    await incydr('users', 'bulk-move', file('move.csv', 'user,org_guid', `${ada.username},${told().lab.orgGuid}`))
    expect(await user(ada.username)).toMatchObject({ orgGuid: told().lab.orgGuid })
    const given = file('roles.csv', 'user,role', `${ada.username},Desktop User`, `${ada.username},org-help-desk`)
    await incydr('users', 'bulk-update-roles', given, '--add')
    expect(await roles(ada.username)).toEqual(['desktop-user', 'org-help-desk'])
    await incydr('users', 'bulk-update-roles', file('roles.csv', 'user,role', `${ada.username},PROe User`))
    expect(await roles(ada.username)).toEqual(['proe-user'])
    await incydr('users', 'bulk-update-roles', file('roles.csv', 'user,role', `${ada.username},PROe User`), '--remove')
    expect(await roles(ada.username)).toEqual([])
    const nobody = await incydr('users', 'bulk-move', file('move.csv', 'user,org_guid', `${ada.username},none`))
    expect(nobody).toContain('Error')
  })

  it('creates, changes, lists and turns organizations', async () => {
    await inEveryFormat('Sales', 3, 'orgs', 'list')
    const facts = ['--external-reference', 'ref-1', '--notes', 'old', '--parent-org-guid', told().lab.orgGuid]
    const [created] = await rows('orgs', 'create', 'Archive', ...facts)
    expect(created).toMatchObject({ orgExtRef: 'ref-1', notes: 'old', parentOrgGuid: told().lab.orgGuid })
    const guid = String(created?.orgGuid)
    expect((await rows('orgs', 'update', guid, '--name', 'Attic'))[0]).toMatchObject({ orgName: 'Attic', notes: null })
    await incydr('orgs', 'deactivate', guid)
    expect(await names('orgs', 'list', '--inactive')).toEqual(['Attic'])
    await incydr('orgs', 'activate', guid)
    expect((await rows('orgs', 'show', guid))[0]).toMatchObject({ orgName: 'Attic', active: true })
    expect(await incydr('orgs', 'show', guid)).toContain('Attic')
    expect(await refused('orgs', 'show', 'none')).toContain('404')
  })

  it('lists and shows agents', async () => {
    await inEveryFormat(told().machines.mac, 4, 'agents', 'list')
    const list = (...args: string[]) => names('agents', 'list', ...args)
    expect(await list('--active', '--healthy', '--connected-in-last-days', '1')).toHaveLength(4)
    expect(await list('--unhealthy', 'NOT_CONNECTING')).toEqual([])
    expect(await list('--not-connected-in-last-days', '1')).toEqual([])
    expect(await list('--agent-health-modified-within-days', '1')).toEqual([])
    expect(await list('--serial-number', 'SN-1')).toEqual(['laptop'])
    expect(await list('--agent-os-types', 'WINDOWS,MAC')).toEqual(['laptop', 'mac'])
    expect((await rows('agents', 'show', told().machines.mac))[0]).toMatchObject({ name: 'mac', osName: 'Mac' })
    expect(await refused('agents', 'show', '987654')).toContain('404')
  })

  it('deactivates and activates the agents of a file, those that are not there told apart', async () => {
    const { laptop, mac } = told().machines
    const printed = await incydr('agents', 'bulk-deactivate', file('agents.csv', 'agent_id', laptop, mac, '987654'))
    expect(printed).toMatch(/agent_ids not found:\s*\['987654'\]/)
    expect(await names('agents', 'list', '--inactive')).toEqual(['laptop', 'mac'])
    const json = [laptop, mac].map((guid) => JSON.stringify({ guid }))
    await incydr('agents', 'bulk-activate', file('agents.json', ...json), '-f', 'json-lines')
    expect(await names('agents', 'list', '--active')).toHaveLength(4)
  })

  it('lists and shows devices', async () => {
    await inEveryFormat('laptop', 4, 'devices', 'list')
    expect(await names('devices', 'list', '--active', '--unblocked')).toHaveLength(4)
    expect((await rows('devices', 'show', told().machines.mac))[0]).toMatchObject({ name: 'mac', status: 'Active' })
  })

  it('lists departments and directory groups', async () => {
    expect(await incydr('departments', 'list')).toContain('Finance')
    const listed = await incydr('departments', 'list', '-f', 'json-lines')
    expect(JSON.parse(listed)).toEqual(['Engineering', 'Finance', 'Legal'])
    expect(await incydr('departments', 'list', '--name', 'none')).toContain('No results found.')
    await inEveryFormat('On call', 2, 'directory-groups', 'list')
    expect(await names('directory-groups', 'list', '--name', 'hands')).toEqual(['All hands'])
  })

  it('runs every command', () => expectEveryCommand(program, 'incydr', groups))
})
