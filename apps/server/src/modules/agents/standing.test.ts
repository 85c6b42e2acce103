import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const agents = '/v1/spillway/agents'
const password = 'a long enough password'

/** A person with a token, and the person's machine with its key and token. */
interface Party {
  readonly userId: number
  readonly userUid: string
  readonly username: string
  readonly token: string
  readonly agent: { readonly agentUid: string; readonly agentKey: string }
  readonly computerId: number
  readonly agentToken: string
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('who may not act on $dialect', ({ open }) => {
  let server: TestServer
  let parties = 0
  beforeAll(async () => {
    server = await startTestServer({ openControl: open, config: { limits: 'off' } })
  })
  afterAll(() => server.close())

  const signIn = (username: string) => {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    return server.get('/v1/auth', { token: null, headers: { authorization } })
  }
  const register = (userEmail: string) =>
    server.post(agents, { hostname: 'h', operatingSystem: 'Linux', agentVersion: '1', userEmail })
  const tokenFor = (agent: object) => server.post(`${agents}/token`, agent, { token: null })
  const send = (token: string) => server.post('/v1/ingest/file-events', [{}], { token })
  const beat = ({ agent, agentToken }: Party) =>
    server.post(`${agents}/${agent.agentUid}/heartbeat`, { agentVersion: '1' }, { token: agentToken })
  const ok = async (answer: Promise<{ status: number; text: string }>) => {
    const { status, text } = await answer
    if (status >= 300) throw new Error(`${status} ${text}`)
  }

  const organization = async (parentOrgGuid?: string) => {
    const answer = await server.post('/v1/orgs', { orgName: `Org ${++parties}`, parentOrgGuid })
    return answer.json<{ orgGuid: string }>().orgGuid
  }
  const numberOf = async (orgGuid: string) => {
    const { orgs } = (await server.get('/api/v1/Org')).json<{
      data: { orgs: { orgId: number; orgGuid: string }[] }
    }>().data
    return orgs.find((one) => one.orgGuid === orgGuid)?.orgId
  }
  const party = async (orgGuid?: string): Promise<Party> => {
    const username = `person${++parties}@standing.example`
    const { userId, userUid } = (await server.post('/api/v1/User', { orgId: 1, username, password })).json<{
      data: { userId: number; userUid: string }
    }>().data
    await ok(server.post('/api/v1/UserRole', { userId, roleName: 'Desktop User' }))
    if (orgGuid) await ok(server.post(`/v1/users/${userUid}/move`, { orgGuid }))
    const token = (await signIn(username)).json<{ bearerToken: string }>().bearerToken
    const agent = (await register(username)).json<Party['agent']>()
    const agentToken = (await tokenFor(agent)).json<{ access_token: string }>().access_token
    const computer = await server.get(`/api/v1/Computer/${agent.agentUid}?idType=guid`)
    const { computerId } = computer.json<{ data: { computerId: number } }>().data
    return { userId, userUid, username, token, agent, computerId, agentToken }
  }

  /** Status of everything the person and the machine may try. */
  const standing = async ({ username, token, agent, agentToken, ...rest }: Party) => ({
    user: (await server.get('/api/v1/User/my', { token })).status,
    signIn: (await signIn(username)).status,
    ingest: (await send(agentToken)).status,
    heartbeat: (await beat({ username, token, agent, agentToken, ...rest })).status,
    key: (await tokenFor(agent)).status,
    register: (await register(username)).status,
  })
  const well = { user: 200, signIn: 200, ingest: 200, heartbeat: 200, key: 200, register: 201 }
  const shut = { user: 401, signIn: 401, ingest: 401, heartbeat: 401, key: 401, register: 403 }
  const withoutMachine = { ...well, ingest: 401, heartbeat: 401, key: 401 }
  /** Turning back on revives what was not ended for good. */
  const unblocked = { ...well, user: 401 }

  it('may act while nothing is turned off', async () => {
    expect(await standing(await party())).toEqual(well)
  })

  it('the user deactivated: tokens of the user and the machine are refused at the next request', async () => {
    const one = await party()
    await ok(server.post(`/v1/users/${one.userUid}/deactivate`))
    expect(await standing(one)).toEqual(shut)
    await ok(server.post(`/v1/users/${one.userUid}/activate`))
    // What was issued before stays dead: both sign in anew.
    expect(await standing(one)).toEqual({ ...well, user: 401, ingest: 401, heartbeat: 401 })
  })

  it('the user blocked', async () => {
    const one = await party()
    await ok(server.request('PUT', `/api/v1/UserBlock/${one.userId}`))
    expect(await standing(one)).toEqual(shut)
    await ok(server.request('DELETE', `/api/v1/UserBlock/${one.userId}`))
    expect(await standing(one)).toEqual(unblocked)
  })

  it('an organization above deactivated', async () => {
    const parent = await organization()
    const one = await party(await organization(parent))
    expect(await standing(one)).toEqual({ ...well })
    await ok(server.post(`/v1/orgs/${parent}/deactivate`))
    expect(await standing(one)).toEqual(shut)
    await ok(server.post(`/v1/orgs/${parent}/activate`))
    expect(await standing(one)).toMatchObject({ signIn: 200, key: 200, register: 201 })
  })

  it('an organization above blocked', async () => {
    const parent = await organization()
    const one = await party(await organization(parent))
    const orgId = await numberOf(parent)
    await ok(server.request('PUT', `/api/v1/OrgBlock/${orgId}`))
    expect(await standing(one)).toEqual(shut)
    await ok(server.request('DELETE', `/api/v1/OrgBlock/${orgId}`))
    expect(await standing(one)).toEqual(well)
  })

  it.each(['ComputerBlock', 'ComputerDeactivation', 'ComputerDeauthorization'])(
    'the machine by %s',
    async (resource) => {
      const one = await party()
      await ok(server.request('PUT', `/api/v1/${resource}/${one.computerId}`))
      expect(await standing(one)).toEqual(withoutMachine)
    },
  )

  it('tells in the problem why a registration is refused, and leaves nothing behind', async () => {
    const one = await party()
    await ok(server.post(`/v1/users/${one.userUid}/deactivate`))
    const count = async () => (await server.get('/v1/agents?active=true')).json<{ totalCount: number }>().totalCount
    const before = await count()
    expect((await register(one.username)).json()).toMatchObject({
      status: 403,
      field: 'body.userEmail',
      detail: 'The user is deactivated or blocked',
    })
    expect(await count()).toBe(before)
  })

  it('a key that is right but may not act is no guess: others at its address go on', async () => {
    const [one, other] = [await party(), await party()]
    await ok(server.request('PUT', `/api/v1/UserBlock/${one.userId}`))
    for (let time = 0; time < 60; time++) expect((await tokenFor(one.agent)).status).toBe(401)
    expect((await tokenFor(other.agent)).status).toBe(200)
  })
})
