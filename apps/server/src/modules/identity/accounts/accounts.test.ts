import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { generateSync } from 'otplib'
import { describe, expect, it } from 'vitest'
import { administrator } from '../test-support/identity-server.ts'
import { type PeopleServer, password } from '../test-support/people-server.ts'
import { freshPeopleServer } from '../test-support/shared-server.ts'

const day = 24 * 60 * 60
const chosen = 'what the user chose'

interface Issued {
  readonly userId: string
  readonly username: string
  readonly delivery: string
  readonly secret: string
  readonly expiresAt: string
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('accounts on $dialect', ({ open }) => {
  let store: ControlStore
  let server: PeopleServer
  freshPeopleServer({ open }, (started, opened) => {
    server = started
    store = opened
  })

  const own = '/v1/spillway'
  const invite = async (username: string, more: object = {}): Promise<Issued> => {
    const answer = await server.call('POST', `${own}/invitations`, { username, ...more })
    expect(answer.statusCode).toBe(201)
    return answer.json()
  }
  const reset = async (userUid: string): Promise<Issued> => {
    const answer = await server.call('POST', `${own}/users/${userUid}/password-reset`)
    expect(answer.statusCode).toBe(200)
    return answer.json()
  }
  const send = (url: string, payload: object) => server.app.inject({ method: 'POST', url, payload })
  const accept = (secret: string, word = chosen) => send(`${own}/invitations/accept`, { secret, password: word })
  const redeem = (secret: string, word = chosen) => send(`${own}/password-resets/redeem`, { secret, password: word })
  const signIn = async (username: string, word = chosen) => (await server.signIn(username, word)).statusCode
  const shown = async (uid: string) => (await server.call('GET', `/api/v1/User/${uid}?idType=uid`)).json().data
  const wish = (body: object) => send('/api/v1/UserPasswordReset', body)
  const wishes = async (token?: string) =>
    (await server.call('GET', `${own}/password-reset-requests`, undefined, token)).json().requests

  describe('an invitation', () => {
    it('makes a user without a password, who chooses one with the secret, once', async () => {
      const issued = await invite('new@account.example', { firstName: 'New' })
      expect(issued).toMatchObject({ delivery: 'none', expiresAt: '2026-02-08T00:00:00.000Z' })
      expect(await shown(issued.userId)).toMatchObject({ invited: true, status: 'Invited', firstName: 'New' })
      expect(await signIn('new@account.example')).toBe(401)
      expect((await accept(issued.secret)).statusCode).toBe(204)
      expect(await signIn('new@account.example')).toBe(200)
      expect(await shown(issued.userId)).toMatchObject({ invited: false, status: 'Active' })
      expect((await accept(issued.secret, 'another of my choice')).statusCode).toBe(401)
      expect(await signIn('new@account.example')).toBe(200)
    })

    it('is kept as a hash, bounded in time, and void once another was issued', async () => {
      const first = await invite('late@account.example')
      expect(JSON.stringify(await store.db.selectFrom('user').selectAll().execute())).not.toContain(first.secret)
      const second = await server.call('POST', `${own}/users/${first.userId}/invitation`)
      expect((await accept(first.secret)).statusCode).toBe(401)
      server.pass(7 * day)
      expect((await accept(second.json().secret)).statusCode).toBe(401)
    })

    it('keeps its secret when the password is refused', async () => {
      const { secret, username } = await invite('Somebody.Long@account.example')
      const refused = await accept(secret, username.toUpperCase())
      expect(refused.json()).toMatchObject({ status: 400, field: 'body.password', detail: 'must not be the user name' })
      expect((await accept(secret, 'password1234')).statusCode).toBe(400)
      expect((await accept(secret, 'tooshort')).statusCode).toBe(400)
      expect((await accept(secret)).statusCode).toBe(204)
    })

    it('lets one of two simultaneous acceptances in', async () => {
      const { secret } = await invite('twice@account.example')
      const answers = await Promise.all([accept(secret), accept(secret, 'the other one chosen')])
      expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([204, 401])
    })

    it('does not open the account of somebody deactivated, blocked, or in a closed organization', async () => {
      const { orgGuid } = await server.organization('Closed')
      const issued = await Promise.all([invite('gone@account.example'), invite('in@account.example', { orgGuid })])
      await server.call('POST', `/v1/users/${issued[0].userId}/deactivate`)
      await server.call('POST', `/v1/orgs/${orgGuid}/deactivate`)
      for (const { secret } of issued) expect((await accept(secret)).statusCode).toBe(401)
    })

    it('is not issued for a taken name, for who has a password, or out of reach', async () => {
      await server.user('taken@account.example')
      const again = await server.call('POST', `${own}/invitations`, { username: 'taken@account.example' })
      expect(again.json()).toMatchObject({ status: 409, field: 'body.username' })
      const { userUid } = await server.user('has@account.example')
      expect((await server.call('POST', `${own}/users/${userUid}/invitation`)).statusCode).toBe(409)
      const { orgGuid } = await server.organization('Branch')
      await server.user('chief@account.example', ['Org Admin'], orgGuid)
      const token = await server.tokenOf('chief@account.example')
      const inBranch = await server.call('POST', `${own}/invitations`, { username: 'b@account.example' }, token)
      expect((await shown(inBranch.json().userId)).orgName).toBe('Branch')
      const root = { username: 'c@account.example', orgGuid: (await server.root()).guid }
      expect((await server.call('POST', `${own}/invitations`, root, token)).statusCode).toBe(400)
      expect((await server.call('POST', `${own}/users/${userUid}/password-reset`, {}, token)).statusCode).toBe(404)
    })
  })

  describe('a password reset', () => {
    it('sets a new password once and ends every token', async () => {
      const { userUid } = await server.user('forgot@account.example')
      const token = await server.tokenOf('forgot@account.example')
      const { secret } = await reset(userUid)
      expect(await signIn('forgot@account.example', password)).toBe(200)
      expect((await accept(secret)).statusCode).toBe(401)
      expect((await redeem(secret)).statusCode).toBe(204)
      expect((await server.get('/v1/customer', token)).statusCode).toBe(401)
      expect(await signIn('forgot@account.example', password)).toBe(401)
      expect(await signIn('forgot@account.example')).toBe(200)
      expect((await redeem(secret, 'once more with feeling')).statusCode).toBe(401)
    })

    it('ends after a day, and with any other new password', async () => {
      const { userUid } = await server.user('slow@account.example')
      const first = await reset(userUid)
      server.pass(day)
      expect((await redeem(first.secret)).statusCode).toBe(401)
      const admin = await server.adminToken()
      const issue = `${own}/users/${userUid}/password-reset`
      const { secret } = (await server.call('POST', issue, undefined, admin)).json()
      await server.call('POST', `${own}/users/${userUid}/password`, { password: 'set by the admin' }, admin)
      expect((await redeem(secret)).statusCode).toBe(401)
      expect(await signIn('slow@account.example', 'set by the admin')).toBe(200)
    })

    it('answers one thing to every wrong secret, and slows guessing down', async () => {
      const { userUid } = await server.user('guess@account.example')
      const { secret } = await reset(userUid)
      const wrong = ['', 'x', `${userUid}.`, `${userUid}.${'0'.repeat(64)}`, '1.1', `${secret}0`, '9'.repeat(30)]
      const answers = await Promise.all(wrong.slice(1).map((text) => redeem(text)))
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
      expect(answers[0]?.statusCode).toBe(401)
      for (let time = 0; time < 8; time++) await redeem(`${userUid}.${time}`)
      expect((await redeem(secret)).statusCode).toBe(429)
    })

    it("is no way to change one's own account, or that of somebody who may do more", async () => {
      const me = (await server.call('GET', '/api/v1/User/my')).json().data.userUid
      for (const path of ['password-reset', 'second-factor/remove'])
        expect((await server.call('POST', `${own}/users/${me}/${path}`)).statusCode).toBe(400)
      await server.user('desk@account.example', ['Cross Org Manager'])
      const token = await server.tokenOf('desk@account.example')
      const calls = [
        server.call('POST', `${own}/users/${me}/password-reset`, undefined, token),
        server.call('POST', `${own}/users/${me}/password`, { password: chosen }, token),
        server.call('POST', `${own}/users/${me}/second-factor/remove`, undefined, token),
        server.call('PUT', `${own}/users/${me}/licenses`, { licenses: [] }, token),
      ]
      expect((await Promise.all(calls)).map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403])
    })
  })

  describe('a wish for a new password', () => {
    it('is answered the same whoever it is for, and waits for who may answer it', async () => {
      const { userId, userUid } = await server.user('wisher@account.example')
      const answers = await Promise.all([
        wish({ username: 'Wisher@Account.Example' }),
        wish({ username: 'nobody@account.example' }),
        wish({ userId }),
        wish({ userId: 999_999 }),
        wish({ userId: userUid, username: null, viewUrl: 'https://console.example' }),
      ])
      for (const answer of answers) expect([answer.statusCode, answer.json()]).toEqual([200, answers[1]?.json()])
      expect(answers[0].json().data).toEqual({ success: true })
      expect(await wishes()).toEqual([
        expect.objectContaining({ userId: userUid, username: 'wisher@account.example', requests: 3 }),
      ])
      await reset(userUid)
      expect(await wishes()).toEqual([])
    })

    it('is seen within reach alone, can be dismissed, and lapses', async () => {
      const { orgGuid } = await server.organization('Branch')
      const outside = await server.user('outside@account.example')
      await server.user('inside@account.example', [], orgGuid)
      await server.user('chief@account.example', ['Org Admin'], orgGuid)
      for (const username of ['outside@account.example', 'inside@account.example']) await wish({ username })
      const token = await server.tokenOf('chief@account.example')
      expect((await wishes(token)).map((one: Issued) => one.username)).toEqual(['inside@account.example'])
      const path = `${own}/password-reset-requests/${outside.userUid}`
      expect((await server.call('DELETE', path, undefined, token)).statusCode).toBe(404)
      expect((await server.call('DELETE', path)).statusCode).toBe(204)
      expect(await wishes()).toHaveLength(1)
      server.pass(7 * day)
      expect(await wishes(await server.adminToken())).toEqual([])
    })

    it('is refused without a name, and to who wishes too often, known or not', async () => {
      expect((await wish({})).json()).toEqual([{ name: 'SYSTEM', description: expect.stringContaining('username') }])
      for (const username of [administrator.username, 'nobody@account.example']) {
        for (let time = 0; time < 10; time++) expect((await wish({ username })).statusCode).toBe(200)
        expect((await wish({ username })).statusCode).toBe(429)
      }
      expect((await server.signIn()).statusCode).toBe(200)
    })
  })

  it('lifts the second factor off somebody who lost it', async () => {
    const { userUid } = await server.user('lost@account.example')
    const token = await server.tokenOf('lost@account.example')
    const { secret } = (await server.post(`${own}/my/second-factor`, token)).json()
    const code = generateSync({ secret, epoch: Math.floor(server.now().getTime() / 1000) })
    const proof = { currentPassword: password, secret, code }
    expect((await server.post(`${own}/my/second-factor/confirm`, token, proof)).statusCode).toBe(204)
    expect(await signIn('lost@account.example', password)).toBe(401)
    const remove = () => server.call('POST', `${own}/users/${userUid}/second-factor/remove`)
    expect([(await remove()).statusCode, (await remove()).statusCode]).toEqual([204, 409])
    expect(await signIn('lost@account.example', password)).toBe(200)
  })

  it('replaces the licences of a user, which the console shows', async () => {
    const { userUid } = await server.user('licensed@account.example')
    const put = (licenses: readonly string[]) => server.call('PUT', `${own}/users/${userUid}/licenses`, { licenses })
    const names = ['admin.securityTools', 'admin.securityTools', 'a.first']
    expect((await put(names)).json()).toEqual({ licenses: ['a.first', 'admin.securityTools'] })
    expect((await shown(userUid)).licenses).toEqual(['a.first', 'admin.securityTools'])
    expect((await put(['no spaces'])).statusCode).toBe(400)
    expect((await put([])).json()).toEqual({ licenses: [] })
  })

  it('refuses passwords that anybody would guess, in the words of the console', async () => {
    const { userId } = await server.user('weak@account.example')
    for (const word of ['short', 'password1', 'aaaaaaaaaa', '12345678', 'qwertyuiop', 'weak@account.example']) {
      const answer = await server.call('PUT', `/api/v1/User/${userId}`, { password: word })
      expect([word, answer.statusCode, answer.json()[0].name]).toEqual([word, 500, 'NEW_PASSWORD_INVALID'])
    }
  })
})
