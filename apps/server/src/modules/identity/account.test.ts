import { storesUnderTest } from '@spillway/control-store/testing'
import { generateSync } from 'otplib'
import { describe, expect, it } from 'vitest'
import { administrator, type IdentityServer } from './test-support/identity-server.ts'
import { freshIdentityServer } from './test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('own account on $dialect', ({ open }) => {
  let server: IdentityServer
  freshIdentityServer({ open }, (started) => {
    server = started
  })

  const codeOf = (secret: string) => generateSync({ secret, epoch: Math.floor(server.now().getTime() / 1000) })
  const signIn = async (code?: string) =>
    (await server.signIn(administrator.username, administrator.password, code)).statusCode
  const own = (path: string, token: string, body?: object) => server.post(`/v1/spillway/my/${path}`, token, body)
  const currentPassword = administrator.password

  const turnOn = async (): Promise<string> => {
    const token = await server.adminToken()
    const { secret } = (await own('second-factor', token)).json()
    const answer = await own('second-factor/confirm', token, { currentPassword, secret, code: codeOf(secret) })
    expect(answer.statusCode).toBe(204)
    return secret
  }

  it('offers a second factor that changes nothing until it is confirmed', async () => {
    const token = await server.adminToken()
    const { secret, uri } = (await own('second-factor', token)).json()
    expect(uri).toContain(`secret=${secret}`)
    expect(await signIn()).toBe(200)
    const wrong = await own('second-factor/confirm', token, { currentPassword, secret, code: '000000' })
    expect(wrong.json()).toMatchObject({ status: 403, field: 'body.code' })
    expect(await signIn()).toBe(200)
  })

  it('asks for a code once the second factor is on, and takes each code once', async () => {
    const secret = await turnOn()
    expect(await signIn()).toBe(401)
    expect(await signIn(codeOf(secret))).toBe(401) // used up by the confirmation
    server.pass(30)
    const code = codeOf(secret)
    expect(await signIn('123456')).toBe(401)
    expect(await signIn('not a code')).toBe(401)
    expect(await signIn(code)).toBe(200)
    expect(await signIn(code)).toBe(401)
  })

  it('takes a code of the step before or after, but none older than the last used', async () => {
    const secret = await turnOn()
    server.pass(300)
    const early = codeOf(secret)
    server.pass(30)
    const now = codeOf(secret)
    expect(await signIn(now)).toBe(200)
    expect(await signIn(early)).toBe(401)
    server.pass(30)
    const third = codeOf(secret)
    server.pass(60)
    expect(await signIn(third)).toBe(401)
  })

  it('lets one of two simultaneous uses of a code in', async () => {
    const secret = await turnOn()
    server.pass(30)
    const answers = await Promise.all([signIn(codeOf(secret)), signIn(codeOf(secret))])
    expect(answers.toSorted()).toEqual([200, 401])
  })

  it('ends every token when the second factor or the password changes', async () => {
    const token = await server.adminToken()
    await turnOn()
    expect((await server.get('/v1/customer', token)).statusCode).toBe(401)
  })

  it('turns the second factor off with a fresh code', async () => {
    const secret = await turnOn()
    server.pass(30)
    const token = (await server.signIn(administrator.username, administrator.password, codeOf(secret))).json()
      .bearerToken
    const reused = await own('second-factor/remove', token, { currentPassword, code: codeOf(secret) })
    expect(reused.statusCode).toBe(403)
    server.pass(30)
    expect((await own('second-factor/remove', token, { currentPassword, code: codeOf(secret) })).statusCode).toBe(204)
    expect(await signIn()).toBe(200)
  })

  it('does not replace a second factor that is on', async () => {
    const secret = await turnOn()
    server.pass(30)
    const token = (await server.signIn(administrator.username, administrator.password, codeOf(secret))).json()
      .bearerToken
    const other = (await own('second-factor', token)).json().secret
    const answer = await own('second-factor/confirm', token, { currentPassword, secret: other, code: codeOf(other) })
    expect(answer.json()).toMatchObject({ status: 409, code: 'CONFLICT' })
    server.pass(30)
    expect(await signIn(codeOf(other))).toBe(401)
    expect(await signIn(codeOf(secret))).toBe(200)
  })

  it('slows guessing the code down that turns the second factor off', async () => {
    const secret = await turnOn()
    server.pass(30)
    const token = (await server.signIn(administrator.username, administrator.password, codeOf(secret))).json()
      .bearerToken
    const guess = async () => (await own('second-factor/remove', token, { currentPassword, code: '000000' })).statusCode
    for (let time = 0; time < 10; time++) expect(await guess()).toBe(403)
    expect(await guess()).toBe(429)
  })

  it('changes the password for who knows the old one', async () => {
    const token = await server.adminToken()
    const newPassword = 'another long password'
    expect((await own('password', token, { currentPassword: 'wrong', newPassword })).json()).toMatchObject({
      status: 403,
      field: 'body.currentPassword',
    })
    expect((await own('password', token, { currentPassword, newPassword: 'short' })).statusCode).toBe(400)
    expect((await own('password', token, { currentPassword, newPassword })).statusCode).toBe(204)
    expect((await server.get('/v1/customer', token)).statusCode).toBe(401)
    expect(await signIn()).toBe(401)
    expect((await server.signIn(administrator.username, newPassword)).statusCode).toBe(200)
  })
})
