import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import { administrator, basic } from './test-support/identity-server.ts'
import { type PeopleServer, password } from './test-support/people-server.ts'
import { sharedPeopleServer } from './test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('tokens in two parts on $dialect', (under) => {
  let server: PeopleServer
  sharedPeopleServer(under, (started) => {
    server = started
  })

  const send = (method: 'GET' | 'POST' | 'DELETE' | 'PUT', url: string, authorization?: string, payload?: string) =>
    server.app.inject({
      method,
      url,
      headers: { ...(authorization && { authorization }) },
      ...(payload && { payload }),
    })
  const signIn = (path = '/api/authToken', payload?: string) =>
    send('POST', path, basic(administrator.username, administrator.password), payload)
  const tokenOf = async () => (await signIn()).json().data.join('-') as string

  it('are got by user name and password, by every shape of the path and whatever is sent along', async () => {
    for (const path of ['/api/AuthToken/', '/api/v1/AuthToken', '/authToken', '/console/api/authToken'])
      for (const payload of [undefined, '{}', '{"sendCookieHeader":true}', 'no json']) {
        const answer = await signIn(path, payload)
        expect([path, answer.statusCode, answer.json()]).toEqual([
          path,
          200,
          { metadata: expect.anything(), data: [expect.any(String), expect.any(String)] },
        ])
        expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', sunset: expect.any(String) })
      }
    const wrong = await send('POST', '/api/AuthToken', basic(administrator.username, 'wrong'))
    const description = 'Invalid or missing credentials'
    expect([wrong.statusCode, wrong.json()]).toEqual([401, [{ name: 'SYSTEM', description }]])
    expect((await send('POST', '/api/AuthToken')).statusCode).toBe(401)
  })

  it('open the resources that also take a password, by any letter case of the scheme', async () => {
    const token = await tokenOf()
    for (const scheme of ['TOKEN', 'token', 'Token'])
      for (const path of ['/api/User/my', '/api/v1/Computer', '/api/v4/role/view'])
        expect([scheme, path, (await send('GET', path, `${scheme} ${token}`)).statusCode]).toEqual([scheme, path, 200])
    for (const path of ['/api/v3/customer/my', '/v1/customer'])
      expect([path, (await send('GET', path, `TOKEN ${token}`)).statusCode]).toEqual([path, 401])
    expect((await send('GET', '/api/User/my', `Bearer ${token}`)).statusCode).toBe(401)
    for (const other of [
      'a-b',
      `${token}x`,
      token.slice(1),
      server.admin,
      'x'.repeat(200),
      `${'x'.repeat(20)}-${'y'.repeat(86)}`,
    ])
      expect([other, (await send('GET', '/api/User/my', `TOKEN ${other}`)).statusCode]).toEqual([other, 401])
  })

  it('tell whose they are, and end when their holder asks', async () => {
    const token = await tokenOf()
    expect(token.length).toBeLessThan(700)
    const about = async (one: string) => (await send('GET', `/api/v1/AuthToken/${one}`)).json().data
    expect(await about(token)).toEqual({ valid: true, username: administrator.username })
    for (const other of ['a-b', 'abc', `${token}x`])
      expect(await about(other)).toEqual({ valid: false, username: null })
    for (const _ of [1, 2]) expect((await send('DELETE', `/api/AuthToken/${token}/`)).statusCode).toBe(204)
    expect((await send('DELETE', '/api/AuthToken/abc')).statusCode).toBe(204)
    expect(await about(token)).toEqual({ valid: false, username: null })
    expect((await send('GET', '/api/User/my', `TOKEN ${token}`)).statusCode).toBe(401)
  })

  it('end with their user, and after half an hour', async () => {
    const { userId } = await server.user('two@parts.example')
    const { data } = (await send('POST', '/api/AuthToken', basic('two@parts.example', password))).json()
    const own = `TOKEN ${data.join('-')}`
    expect((await send('GET', '/api/User/my', own)).statusCode).toBe(200)
    await server.call('PUT', `/api/UserBlock/${userId}`)
    expect((await send('GET', '/api/User/my', own)).statusCode).toBe(401)
    const token = await tokenOf()
    server.pass(1801)
    expect((await send('GET', '/api/User/my', `TOKEN ${token}`)).statusCode).toBe(401)
  })
})
