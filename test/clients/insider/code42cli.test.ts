import { join } from 'node:path'
import { sqliteUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../../support/parts.ts'
import type { CommandServer } from '../command-server.ts'
import { createProfile, expectEveryCommand, refusedBy, rowsOf, startCode42, writeLines } from '../programs.ts'
import { type InsiderScene, openInsiderScene } from './scene.ts'

describe.skipIf(!parts.code42cli.present)('code42cli on watchlists and trust', () => {
  let scene: InsiderScene
  let program: CommandServer
  beforeAll(async () => {
    scene = await openInsiderScene(sqliteUnderTest)
    program = startCode42(scene.home)
    await createProfile(program, 'admin', scene.told)
  }, 120_000)
  afterAll(async () => {
    program?.close()
    await scene?.close()
  })

  describe('watchlists', () => {
    const lists = (...args: string[]) => program.succeed(['watchlists', ...args])
    const refused = (...args: string[]) => refusedBy(program, ['watchlists', ...args])
    const members = async (...args: string[]) =>
      rowsOf(await lists('list-members', ...args, '-f', 'RAW-JSON')).map(({ username }) => username)
    const departing = ['--watchlist-type', 'DEPARTING_EMPLOYEE']
    const csv = (...lines: string[]) => writeLines(scene.home, 'watchlists.csv', ...lines)

    it('puts people on lists by name and by number, and makes the list of a type', async () => {
      const { ada, grace } = scene.told.people
      await lists('add', ...departing, ada.username)
      await lists('add', ...departing, grace.userUid)
      expect(await members(...departing)).toEqual([ada.username, grace.username])
      const [list] = rowsOf(await lists('list', '-f', 'RAW-JSON'))
      expect(list).toMatchObject({ listType: 'DEPARTING_EMPLOYEE', stats: { includedUsersCount: 2 } })
      for (const format of ['TABLE', 'CSV', 'JSON']) expect(await lists('list', '-f', format)).toContain('DEPARTING')
      expect(await members('--watchlist-id', String(list?.watchlistId), '--only-included-users')).toHaveLength(2)
      await lists('remove', ...departing, ada.username)
      await lists('remove', '--watchlist-id', String(list?.watchlistId), grace.userUid)
      expect(await members(...departing)).toEqual([])
    })

    it('does it for the rows of a file', async () => {
      const { ada, grace } = scene.told.people
      const template = join(scene.home, 'lists.csv')
      for (const verb of ['add', 'remove']) await lists('bulk', 'generate-template', verb, '-p', template)
      const rows = [`DEPARTING_EMPLOYEE,${ada.username}`, `FLIGHT_RISK,${grace.username}`]
      await lists('bulk', 'add', csv('watchlist_type,username', ...rows))
      expect(await members(...departing)).toEqual([ada.username])
      expect(await members('--watchlist-type', 'FLIGHT_RISK')).toEqual([grace.username])
      await lists('bulk', 'remove', csv('watchlist_type,user_id', `DEPARTING_EMPLOYEE,${ada.userUid}`))
      expect(await members(...departing)).toEqual([])
    })

    it('says what was wrong', async () => {
      expect(await refused('add', ...departing, '12345')).toContain('User ID 12345 not found.')
      expect(await refused('remove', ...departing, '12345')).toContain('User ID 12345 not found.')
      expect(await refused('add', '--watchlist-id', 'none', scene.told.people.ada.username)).toMatch(
        /Watchlist ID.*none.*not found/,
      )
      expect(await refused('add', ...departing, 'nobody@people.example')).toContain('nobody@people.example')
      expect(await refused('list-members', '--watchlist-id', 'none')).toMatch(/none.*not found/)
    })

    it('has no command that was not tried', () => expectEveryCommand(program, 'code42cli', ['watchlists']))
  })

  describe('trusted-activities', () => {
    const trusted = (...args: string[]) => program.succeed(['trusted-activities', ...args])
    const rows = async () => rowsOf(await trusted('list', '-f', 'RAW-JSON'))
    const csv = (...lines: string[]) => writeLines(scene.home, 'trust.csv', ...lines)

    it('creates, lists, updates and removes', async () => {
      expect(await trusted('list')).toContain('No trusted activities found.')
      await trusted('create', 'DOMAIN', 'partner.example', '--description', 'a partner')
      await trusted('create', 'SLACK', 'Partner Place')
      const [domain, slack] = await rows()
      expect([domain, slack]).toMatchObject([
        { type: 'DOMAIN', value: 'partner.example', description: 'a partner' },
        { type: 'SLACK', value: 'Partner Place', description: null },
      ])
      expect(rowsOf(await trusted('list', '--type', 'SLACK', '-f', 'RAW-JSON'))).toEqual([slack])
      await trusted('update', String(slack?.resourceId), '--value', 'Other Place', '--description', 'theirs')
      expect((await rows())[1]).toMatchObject({ value: 'Other Place', description: 'theirs' })
      await trusted('remove', String(slack?.resourceId))
      expect(await rows()).toEqual([domain])
    })

    it('does it for the rows of a file', async () => {
      await trusted('bulk', 'generate-template', 'create', '-p', join(scene.home, 'template.csv'))
      await trusted('bulk', 'create', csv('type,value,description', 'DOMAIN,one.example,first', 'SLACK,Two,'))
      const made = (await rows()).filter(({ value }) => value === 'one.example' || value === 'Two')
      expect(made).toHaveLength(2)
      const ids = made.map(({ resourceId }) => String(resourceId))
      await trusted('bulk', 'update', csv('resource_id,value,description', ...ids.map((id) => `${id},,told`)))
      expect((await rows()).filter(({ description }) => description === 'told')).toHaveLength(2)
      await trusted('bulk', 'remove', csv('resource_id', ...ids))
      expect(await rows()).toHaveLength(1)
    })

    it('says what was wrong', async () => {
      const refused = (...args: string[]) => refusedBy(program, ['trusted-activities', ...args])
      expect(await refused('create', 'DOMAIN', 'partner.example')).toContain('already exists on your trusted list')
      expect(await refused('create', 'DOMAIN', 'no domain')).toContain('Invalid character in domain')
      expect(await refused('create', 'SLACK', 'x', '--description', 'x'.repeat(251))).toContain('max 250 characters')
      expect(await refused('remove', '0')).toContain("Resource ID '0' not found")
    })

    it('has no command that was not tried', () => expectEveryCommand(program, 'code42cli', ['trusted-activities']))
  })
})
