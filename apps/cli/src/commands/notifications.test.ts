import { createServer, type Server } from 'node:http'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { spillway } from '../testing/world.ts'

let server: TestServer
let receiver: Server
let status = 410
const taken: string[] = []
let environment: Record<string, string> = {}
beforeAll(async () => {
  receiver = createServer(async (request, reply) => {
    taken.push((await request.toArray()).join(''))
    reply.writeHead(status).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  server = await startTestServer({ config: { notificationReach: 'local' } })
  const { id, secret } = await server.apiClient()
  environment = { SPILLWAY_URL: server.url, SPILLWAY_CLIENT_ID: id, SPILLWAY_CLIENT_SECRET: secret }
})
afterAll(async () => {
  await server.close()
  receiver.close()
})

const run = (...args: string[]) => spillway(['notifications', ...args], { environment })
const json = async <Value>(...args: string[]): Promise<Value> => JSON.parse((await run(...args, '--json')).output)

it('adds channels, tests them, lists what was given up and sends it again', async () => {
  const address = receiver.address()
  const port = typeof address === 'object' ? address?.port : 0
  const { output, errors } = await run('add', 'soar', `http://127.0.0.1:${port}/`, '--minimum-severity', 'Medium')
  const [, id = ''] = /^id\t(\S+)\nsecret\twhsec_\S+\n$/.exec(output) ?? []
  expect([errors, id]).toEqual(['The secret is not shown again.\n', expect.stringMatching(/-/)])
  expect((await run('channels')).output).toContain('soar')
  expect(await run('test', id)).toMatchObject({ code: 1, errors: expect.stringContaining('It answered 410') })
  await server.post('/v1/spillway/rules', { name: 'Any', vectors: { removableMedia: { isEnabled: true } } })
  await server.ingest([
    {
      ...{ '@timestamp': '2026-01-20T10:00:00Z', user: { email: 'ada@example.com' }, file: { name: 'a.txt' } },
      event: { action: 'removable-media-created', observer: 'Endpoint' },
      destination: { category: 'Device', name: 'Removable Media' },
    },
  ])
  await vi.waitFor(async () => expect(await json('list')).toHaveLength(1), { timeout: 8_000 })
  expect((await run('list')).output).toContain('It answered 410')
  status = 200
  expect((await run('replay', '--channel', id)).output).toBe('1 to be sent again\n')
  await vi.waitFor(async () => expect(await json('list', '--state', 'delivered')).toHaveLength(1), { timeout: 8_000 })
  expect(new Set(taken.slice(1)).size).toBe(1)
  expect((await run('test', id)).output).toBe('Delivered\n')
  expect((await run('remove', id)).output).toBe(`${id} is removed\n`)
  expect(await json('channels')).toEqual([])
})

it('takes addresses of every kind', async () => {
  const added = await json<{ target: object }>('add', 'siem', 'syslog+tls://siem.example.com', '--format', 'json')
  expect(added.target).toMatchObject({ kind: 'syslog', host: 'siem.example.com', port: 6514, transport: 'tls' })
  expect(await run('add', 'x', 'mailto:a@example.com,b@example.com')).toMatchObject({
    errors: expect.stringContaining('mail server'),
  })
  expect(await run('add', 'x', 'gopher://x')).toMatchObject({ code: 2 })
})
