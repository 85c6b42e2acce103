import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

it.each([
  ['application/json', 200],
  ['*/*', 200],
  ['APPLICATION/*; q=0.1', 200],
  ['text/html, application/json;q=0.5', 200],
  ['text/csv', 415],
  ['text/html,application/xhtml+xml', 415],
  ['application/json;q=0, text/plain', 415],
])('users and agents asked for as %s are answered %i', async (accept, status) => {
  for (const path of ['/v1/users', '/v1/users/roles', '/v1/agents']) {
    const answer = await server.get(path, { headers: { accept } })
    expect([path, answer.status]).toEqual([path, status])
    if (status === 415) expect(answer.json()).toMatchObject({ message: expect.stringContaining('header.accept') })
  }
})

it('the console answers JSON and CSV whatever is accepted, as it always did', async () => {
  for (const accept of ['text/csv', 'application/json', 'text/html']) {
    const get = (path: string) => server.get(path, { headers: { accept } })
    expect((await get('/api/v1/Computer')).headers.get('content-type')).toMatch(/^application\/json/)
    for (const path of [
      '/api/v1/Computer?export=csv',
      '/api/v1/User?export=1',
      '/api/v1/DeviceBackupReport?export=CSV',
    ])
      expect((await get(path)).headers.get('content-type')).toMatch(/^text\/csv/)
  }
})
