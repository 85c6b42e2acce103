import { operations } from '@spillway/contract'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ config: { limits: 'off' } })
})
afterAll(() => server.close())

const absent = operations.filter(({ unavailable }) => unavailable)
const pathOf = (path: string) => path.replaceAll(/\{[^}]+\}/g, '7')

it('says of everything that is not there that it is not, and why, in the envelope of its family', async () => {
  expect(absent.length).toBeGreaterThan(80)
  for (const { method, path, errorShape, unavailable } of absent) {
    const body = method === 'GET' ? {} : { body: { any: 'thing' } }
    const answer = await server.request(method, pathOf(path), body)
    const [name, description] = [unavailable?.code, unavailable?.reason]
    const bodies: Readonly<Record<string, unknown>> = {
      'console-v1': [{ name, description, objects: [] }],
      'console-v3': { data: null, error: [{ primaryErrorKey: name, otherErrors: null }], warnings: null },
      'console-command': { problem: name, description },
    }
    expect([method, path, answer.status, answer.json()]).toEqual([method, path, 501, bodies[errorShape]])
  }
})

it('says so to nobody else', async () => {
  for (const { method, path } of absent) {
    const answer = await server.request(method, pathOf(path), { token: null })
    expect([method, path, answer.status]).toEqual([method, path, 401])
  }
})
