import type { ControlStore } from '@spillway/control-store'
import { sqliteUnderTest } from '@spillway/control-store/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { administrator, basic, type IdentityServer, startIdentityServer } from './test-support/identity-server.ts'

let store: ControlStore
let server: IdentityServer
beforeEach(async () => {
  store = await sqliteUnderTest.open()
  server = await startIdentityServer({ store })
})
afterEach(async () => {
  await server.close()
  await store.close()
})

const guess = (username: string = administrator.username) => server.signIn(username, 'wrong')
const guessTimes = async (count: number, username?: string) => {
  for (let time = 0; time < count; time++) expect((await guess(username)).statusCode).toBe(401)
}

it('holds an account off after ten wrong passwords, and tells for how long', async () => {
  await guessTimes(10)
  const held = await server.signIn()
  expect(held.statusCode).toBe(429)
  expect(held.headers['retry-after']).toBe('1')
  expect(held.json()).toMatchObject({ error: 'TOO_MANY_REQUESTS' })
  server.pass(1)
  expect((await server.signIn()).statusCode).toBe(200)
})

it('doubles the wait with every further wrong try, up to five minutes', async () => {
  await guessTimes(10)
  const waits: number[] = []
  for (let time = 0; time < 12; time++) {
    const wait = Number((await guess()).headers['retry-after'])
    waits.push(wait)
    server.pass(wait)
    expect((await guess()).statusCode).toBe(401)
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
})

it('treats unknown names the same, in answers and in holding off', async () => {
  await guessTimes(10, 'nobody@example.com')
  const [known, unknown] = [await guess(), await guess('somebody@example.com')]
  expect(known.json()).toEqual(unknown.json())
  expect((await guess('nobody@example.com')).statusCode).toBe(429)
})

it('starts anew after a success and after a quarter of an hour', async () => {
  await guessTimes(9)
  expect((await server.signIn()).statusCode).toBe(200)
  await guessTimes(9)
  server.pass(15 * 60)
  await guessTimes(9)
  expect((await server.signIn()).statusCode).toBe(200)
})

it('holds off an address that tries many names, and API clients like users', async () => {
  for (let name = 0; name < 50; name++) await guessTimes(1, `user-${name}`)
  expect((await server.signIn()).statusCode).toBe(429)
  const client = await server.redeem('key-1', 'wrong')
  expect(client.statusCode).toBe(429)
  expect(client.json()).toMatchObject({ error: 'temporarily_unavailable' })
})

it('goes by the address that the nearest proxy saw, whatever the client claims', async () => {
  await server.close()
  server = await startIdentityServer({ store, trustedProxies: 1 })
  const guessFrom = (claimed: string) =>
    server.send('GET', '/v1/auth', {
      headers: { authorization: basic(claimed, 'wrong'), 'x-forwarded-for': `${claimed}, 192.0.2.7` },
    })
  for (let last = 0; last < 50; last++) expect((await guessFrom(`198.51.100.${last}`)).statusCode).toBe(401)
  expect((await guessFrom('203.0.113.1')).statusCode).toBe(429)
})
