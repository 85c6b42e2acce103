import { join } from 'node:path'
import { createTestClock, startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeed } from '../../support/command.ts'
import { parts, python, root } from '../../support/parts.ts'

const department = 'R&D/Labs'

describe('watchlists through unmodified clients', () => {
  let server: TestServer
  let told: string
  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' }, clock: createTestClock(new Date()) })
    const rows = [{ userName: 'ada@watch.example', department, groups: ['Contractors'] }]
    const imported = await server.post('/v1/spillway/users/import', { rows })
    expect(imported.status).toBe(200)
    const { users } = (await server.get('/v1/users?username=ada@watch.example')).json<{ users: { userId: string }[] }>()
    const { id, secret } = await server.apiClient()
    told = JSON.stringify({
      url: server.url,
      clientId: id,
      clientSecret: secret,
      person: users[0]?.userId,
      department,
    })
  }, 60_000)
  afterAll(() => server.close())

  const endings = async (bin: string, script: string) => {
    const path = join(root, 'test/clients/watchlists', script)
    return JSON.parse(await succeed(join(bin, 'python'), [path], { input: told })) as Record<string, string>
  }
  const failed = (ended: Record<string, string>) => Object.entries(ended).filter(([, how]) => how !== 'ok')

  it.skipIf(!parts.incydr.present)(
    'incydr reads and changes lists in both versions',
    async () => {
      const ended = await endings(python.incydr, 'incydr_watchlists.py')
      console.log(`incydr SDK: ${Object.keys(ended).length} watchlist methods called`)
      expect(failed(ended)).toEqual([])
      expect(Object.keys(ended).length).toBeGreaterThanOrEqual(48)
    },
    60_000,
  )

  it.skipIf(!parts.code42cli.present)(
    'py42 reads and changes lists, and maps the refusals it knows',
    async () => {
      const ended = await endings(python.code42cli, 'py42_watchlists.py')
      console.log(`py42: ${Object.keys(ended).length} watchlist calls`)
      expect(Object.fromEntries(failed(ended))).toEqual({
        wrong_type: 'Py42InvalidWatchlistType',
        no_list: 'Py42WatchlistNotFound',
        no_member: 'Py42WatchlistOrUserNotFound',
        no_user: 'Py42NotFoundError',
        add_to_no_list: 'Py42WatchlistNotFound',
        delete_again: 'Py42WatchlistNotFound',
      })
    },
    60_000,
  )
})
