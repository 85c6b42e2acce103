import { sqliteUnderTest } from '@spillway/control-store/testing'
import { builtInIndicators } from '@spillway/detection'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../../support/parts.ts'
import type { CommandServer } from '../command-server.ts'
import { expectEveryCommand, type Row, refusedBy, rowsOf, startIncydr, writeLines } from '../programs.ts'
import { department, type InsiderScene, openInsiderScene, slashed } from './scene.ts'

const groups = ['actors', 'risk-profiles', 'watchlists', 'trusted-activities', 'risk-indicator-categories']
const tables = ['table', 'csv', 'json-pretty']

describe.skipIf(!parts.incydr.present)('the command line of incydr on who acts and how risky', () => {
  let scene: InsiderScene
  let program: CommandServer
  const told = () => scene.told
  const incydr = (...args: string[]) => program.succeed(args)
  const rows = async (...args: string[]) => rowsOf(await incydr(...args, '-f', 'json-lines'))
  const refused = (...args: string[]) => refusedBy(program, args)
  const inEveryFormat = async (text: string, ...args: string[]) => {
    for (const format of tables)
      expect([format, await incydr(...args, '-f', format)]).toEqual([format, expect.stringContaining(text)])
  }
  beforeAll(async () => {
    scene = await openInsiderScene(sqliteUnderTest)
    program = startIncydr(scene.home, scene.told)
  }, 120_000)
  afterAll(async () => {
    program?.close()
    await scene?.close()
  })

  describe('actors', () => {
    const show = async (...args: string[]) => (await rows('actors', 'show', ...args))[0]

    it('lists and shows them', async () => {
      const { ada, linus, edsger } = told().people
      await inEveryFormat(ada.username, 'actors', 'list')
      const names = async (...args: string[]) => (await rows('actors', 'list', ...args)).map(({ name }) => name)
      expect(await names('--active', '--name-starts-with', 'ADA', '--name-ends-with', 'example')).toEqual([
        ada.username,
      ])
      expect(await names('--inactive')).toEqual([])
      expect(await names('--name-starts-with', 'linus', '--prefer-parent')).toEqual([edsger.username])
      expect(await show('--actor-id', ada.userUid)).toMatchObject({ name: ada.username, department: 'Engineering' })
      expect(await show('--name', slashed)).toMatchObject({ name: slashed })
      expect(await show('--name', linus.username, '--prefer-parent')).toMatchObject({ name: edsger.username })
      expect(await incydr('actors', 'show', '--name', 'nobody')).toContain("No results for actors with name 'nobody'")
      const [family] = await rows('actors', 'show-family', '--name', linus.username)
      expect(family).toMatchObject({ parent: { name: edsger.username }, children: [{ name: linus.username }] })
      expect(await rows('actors', 'show-family', '--actor-id', edsger.userUid)).toEqual([family])
      expect(await incydr('actors', 'show', '--actor-id', ada.userUid)).toContain(ada.username)
      expect(await refused('actors', 'show-family', '--name', 'nobody')).toMatch(/not found/i)
    })

    it('updates and clears them', async () => {
      const { userUid } = told().people.ada
      const update = (...args: string[]) => incydr('actors', 'update', userUid, ...args)
      await update('--start-date', '2021-01-31', '--end-date', '2026-12-01', '--notes', 'leaves')
      const written = { startDate: '2021-01-31', endDate: '2026-12-01', notes: 'leaves' }
      expect(await show('--actor-id', userUid)).toMatchObject(written)
      await update('--clear-end-date', '--clear-notes')
      expect(await show('--actor-id', userUid)).toMatchObject({ ...written, endDate: null, notes: null })
      await update('--clear-start-date')
      expect(await show('--actor-id', userUid)).toMatchObject({ startDate: null })
      expect(await refused('actors', 'update', userUid, '--end-date', 'soon')).toContain('soon')
      expect(await refused('actors', 'update', '1', '--notes', 'x')).toMatch(/not found/i)
    })
  })

  describe('risk-profiles', () => {
    it('lists, shows and updates them', async () => {
      const { ada, grace } = told().people
      await inEveryFormat(ada.username, 'risk-profiles', 'list')
      const names = async (...args: string[]) =>
        (await rows('risk-profiles', 'list', ...args)).map(({ username }) => username)
      expect(await names('--title', 'Analyst', '--department', 'Engineering', '--manager', grace.username)).toEqual([
        ada.username,
      ])
      expect(await names('--active', '--non-deleted', '--non-support-user')).toHaveLength(7)
      for (const option of ['division', 'employment-type', 'country', 'region', 'locality'])
        expect(await names(`--${option}`, 'x')).toEqual([])
      const dates = ['--start-date', '2021-01-31', '--end-date', '2026-12-01', '--notes', 'kept']
      await incydr('risk-profiles', 'update', ada.username, ...dates)
      await incydr('risk-profiles', 'update', ada.userUid, '--clear-end-date')
      expect((await rows('risk-profiles', 'show', ada.username))[0]).toMatchObject({
        ...{ startDate: { year: 2021, month: 1, day: 31 }, endDate: null, notes: 'kept' },
      })
      await incydr('risk-profiles', 'update', ada.userUid, '--clear-start-date', '--clear-notes')
      expect(await incydr('risk-profiles', 'show', ada.userUid)).toContain(ada.username)
      expect(await refused('risk-profiles', 'show', '1')).toContain('404')
      expect(await refused('risk-profiles', 'update', ada.userUid, '--end-date', 'soon')).toContain('soon')
    })
  })

  describe('watchlists', () => {
    const lists = (...args: string[]) => incydr('watchlists', ...args)
    const names = async (command: string, list: string) =>
      (await rows('watchlists', command, list)).map((row) => row.actorname ?? row.username ?? row.name)

    it('makes, lists, shows, updates and deletes them', async () => {
      expect(await lists('create', 'CUSTOM', '--title', 'Mergers', '--description', 'x')).toContain('CUSTOM')
      expect(await lists('create', 'FLIGHT_RISK')).toContain('FLIGHT_RISK')
      await inEveryFormat('FLIGHT_RISK', 'watchlists', 'list')
      const [custom] = (await rows('watchlists', 'list')).filter(({ listType }) => listType === 'CUSTOM')
      const id = String(custom?.watchlistId)
      await lists('update', id, '--title', 'Deals', '--description', 'told')
      await lists('update', id, '--clear-description')
      for (const list of [id, 'Deals', 'FLIGHT_RISK']) expect(await lists('show', list)).toMatch(/Deals|FLIGHT_RISK/)
      expect(await lists('delete', 'FLIGHT_RISK')).toContain('Successfully deleted')
      expect(await refused('watchlists', 'show', 'FLIGHT_RISK')).toContain("'FLIGHT_RISK' was found")
      expect(await refused('watchlists', 'delete', '00000000-0000-4000-8000-000000000000')).toContain('404')
    })

    it('adds, lists and removes whom they include and exclude', async () => {
      const { ada, grace, margaret } = told().people
      const csv = writeLines(scene.home, 'actors.csv', 'user', ada.username, margaret.userUid)
      const places = ['--departments', department, '--directory-groups', told().group]
      await lists('add', 'Deals', '--actors', `@${csv}`, '--excluded-actors', grace.username, ...places)
      expect(await names('list-included-actors', 'Deals')).toEqual([ada.username, margaret.username])
      expect(await names('list-included-users', 'Deals')).toEqual([ada.username, margaret.username])
      expect(await names('list-excluded-actors', 'Deals')).toEqual([grace.username])
      expect(await names('list-excluded-users', 'Deals')).toEqual([grace.username])
      expect(await names('list-departments', 'Deals')).toEqual([department])
      expect(await names('list-directory-groups', 'Deals')).toEqual(['Contractors'])
      expect(await names('list-members', 'Deals')).toEqual([ada.username, margaret.username, slashed])
      for (const command of ['list-members', 'list-included-users'])
        await inEveryFormat(ada.username, 'watchlists', command, 'Deals')
      expect(await rows('watchlists', 'list', '--actor', ada.username)).toHaveLength(1)
      expect(await rows('watchlists', 'list', '--user', grace.username)).toEqual([])
      expect(await lists('show', 'Deals')).toContain('Deals')
      await lists('remove', 'Deals', '--users', ada.username, '--excluded-users', grace.username, ...places)
      expect(await names('list-members', 'Deals')).toEqual([margaret.username])
    })

    it('goes on where some are not there, and tells which', async () => {
      const { ada, grace } = told().people
      const told1 = await lists('add', 'Deals', '--actors', `${ada.userUid},12345,nobody@people.example`)
      expect(told1).toMatch(/attempt each individually[\s\S]*12345/)
      expect(told1).toContain('nobody@people.example')
      await lists('add', 'Deals', '--excluded-actors', `${grace.userUid},12345`)
      for (const option of ['--actors', '--excluded-actors'])
        expect(await lists('remove', 'Deals', option, `${ada.userUid},12345`)).toContain('12345')
      expect(await refused('watchlists', 'add', 'Deals', '--departments', 'none')).toContain('400')
      expect(await refused('watchlists', 'add', 'nothing', '--actors', ada.userUid)).toContain("'nothing' was found")
      await lists('delete', 'Deals')
    })
  })

  describe('trusted-activities', () => {
    const trusted = (...args: string[]) => incydr('trusted-activities', ...args)
    const add = async (...args: string[]) => JSON.parse(await trusted('add', ...args, '-f', 'json-lines')) as Row

    it('adds every type', async () => {
      const options = [
        '--file-upload',
        '--file-transfer',
        '--git-push',
        '--cloud-sync',
        'BOX',
        '--cloud-share',
        'ONE_DRIVE',
      ]
      const more = ['--email-share', 'GMAIL', '--browser-destination', 'CLAUDE', '--high-value']
      expect(await add('domain', 'partner.example', ...options, ...more)).toMatchObject({
        ...{ type: 'DOMAIN', value: 'partner.example', isHighValueSource: true },
      })
      expect(await add('url-path', 'git.example/team')).toMatchObject({ type: 'URL_PATH', isHighValueSource: false })
      expect(await add('slack-workspace', 'Partner Place')).toMatchObject({ type: 'SLACK' })
      expect(await add('account', 'OneDrive - Us', '--dropbox', '--one-drive')).toMatchObject({ type: 'ACCOUNT_NAME' })
      expect(await add('git-repo', 'git.example:team/code')).toMatchObject({ type: 'GIT_REPOSITORY_URI' })
    })

    it('lists, shows, updates and deletes', async () => {
      const every = rowsOf(await trusted('list', '-f', 'json-lines'))
      expect(every).toHaveLength(5)
      for (const format of ['table', 'csv', 'json-pretty'])
        expect(await trusted('list', '-f', format)).toContain('Partner Place')
      const [slack] = rowsOf(await trusted('list', '--activity-type', 'SLACK', '-f', 'json-lines'))
      const id = String(slack?.activityId)
      expect(await trusted('show', id)).toContain('Partner Place')
      const update = ['update', id, '--description', 'theirs', '--value', 'Other Place', '--high-value-source', 'true']
      expect(rowsOf(await trusted(...update, '-f', 'json-lines'))[0]).toMatchObject({
        ...{ activityId: id, value: 'Other Place', description: 'theirs', isHighValueSource: true },
      })
      expect(await trusted('delete', id)).toContain(`Successfully deleted trusted activity ${id}`)
      const again = await program.run(['trusted-activities', 'show', id])
      expect([again.code === 0, again.stdout + again.stderr]).toEqual([false, expect.stringContaining('404')])
    })
  })

  it('lists risk indicators', async () => {
    const list = ['risk-indicator-categories', 'list']
    const ids = (await rows(...list)).map(({ id }) => String(id)).toSorted()
    expect(ids).toEqual(builtInIndicators.map(({ id }) => id).toSorted())
    expect((await incydr(...list, '-f', 'csv')).trim().split('\n')).toHaveLength(ids.length + 1)
    await inEveryFormat('Dropbox upload', ...list)
  })

  it('has no command that was not tried', () => expectEveryCommand(program, 'incydr', groups))
})
