import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPasswords } from './passwords.ts'
import { administrator, basic } from './test-support/identity-server.ts'
import { type PeopleServer, password, startPeopleServer } from './test-support/people-server.ts'

/** Counted work: hashes verified, and statements sent to the store by their text without values. */
describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
  'user names cannot be told on $dialect',
  ({ open }) => {
    let store: ControlStore
    let server: PeopleServer
    let verified = 0
    beforeEach(async () => {
      store = await open()
      const real = createPasswords()
      const verify: typeof real.verify = (stored, word) => {
        verified++
        return real.verify(stored, word)
      }
      server = await startPeopleServer(store, { passwords: { ...real, verify } })
      await server.user('known@names.example')
      const blocked = await server.user('blocked@names.example')
      await server.call('PUT', `/api/v1/UserBlock/${blocked.userId}`)
      await server.call('POST', '/v1/spillway/invitations', { username: 'invited@names.example' })
      await server.call('POST', '/v1/spillway/users/none/password-reset')
    })
    afterEach(async () => {
      await server.close()
      await store.close()
    })

    const names = [
      'known@names.example',
      'blocked@names.example',
      'invited@names.example',
      'unknown@names.example',
      '  "x',
    ]

    /** Answer and number of hashes verified for each of the names. */
    const each = async (call: (name: string) => Promise<{ statusCode: number; body: string }>) => {
      const seen = []
      for (const name of names) {
        const before = verified
        const { statusCode, body } = await call(name)
        seen.push({ statusCode, body, verified: verified - before })
      }
      return seen
    }
    const same = (seen: readonly object[]) => {
      for (const one of seen) expect(one).toEqual(seen[0])
      return seen[0]
    }

    it.each(['/v1/auth', '/api/v3/auth/jwt?useBody=true', '/api/v1/User/my'])('by signing in at %s', async (url) => {
      const seen = await each((name) =>
        server.app.inject({ method: 'GET', url, headers: { authorization: basic(name, 'a wrong password') } }),
      )
      expect(same(seen)).toMatchObject({ statusCode: 401, verified: 1 })
    })

    it('by signing in with a code that nobody asked for, or the right password of somebody blocked', async () => {
      const call = (name: string, word: string) =>
        server.app.inject({
          method: 'GET',
          url: '/v1/auth',
          headers: { authorization: basic(name, word), 'totp-auth': '123456' },
        })
      const seen = await each((name) => call(name, name.startsWith('blocked') ? password : 'a wrong password'))
      expect(same(seen)).toMatchObject({ statusCode: 401, verified: 1 })
    })

    it('by asking how one signs in, which looks nothing up', async () => {
      const url = (name: string) => `/api/v3/LoginConfiguration?username=${encodeURIComponent(name)}`
      const seen = await each((name) => server.app.inject({ method: 'GET', url: url(name) }))
      expect(same(seen)).toMatchObject({ statusCode: 200, verified: 0 })
    })

    it('by asking for a new password, which writes one row for any name', async () => {
      const rows = async () => (await store.db.selectFrom('password_reset_request').selectAll().execute()).length
      const url = '/api/v1/UserPasswordReset'
      const written: number[] = []
      const seen = await each(async (username) => {
        const before = await rows()
        const answer = await server.app.inject({ method: 'POST', url, payload: { username } })
        written.push((await rows()) - before)
        return answer
      })
      expect(same(seen)).toMatchObject({ statusCode: 200, verified: 0 })
      expect(written).toEqual(names.map(() => 1))
    })

    it('by being held off: wrong tries count for any name', async () => {
      const tries = async (name: string) => {
        const statuses = []
        for (let time = 0; time < 11; time++) statuses.push((await server.signIn(name, 'wrong')).statusCode)
        return statuses
      }
      expect(await tries('known@names.example')).toEqual(await tries('unknown@names.example'))
      expect((await server.signIn(administrator.username)).statusCode).toBe(200)
    })
  },
)
