import type { ControlStore } from '@spillway/control-store'
import { startPeopleServer } from '../../identity/test-support/people-server.ts'
import { type ActorLookup, createActorsModule } from '../index.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** The people server with actors, and short ways to ask it. */
export const startActorServer = async (store: ControlStore) => {
  let lookup: ActorLookup | undefined
  let made = 0
  const newId = () => `cloud-actor-${++made}`
  const server = await startPeopleServer(store, {
    more: ({ identity, audit, clock }) => {
      const actors = createActorsModule({ store, audit, clock, newId, tenantId: () => identity.home().tenantId })
      lookup = actors.lookup
      return actors.routes
    },
  })
  if (!lookup) throw new Error('The module was not made')
  const ask = async (method: Method, url: string, body?: object, token?: string) => {
    const answer = await server.call(method, url, body, token)
    return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? null : answer.json() }
  }
  const get = async (url: string) => {
    const { status, body } = await ask('GET', url)
    if (status !== 200) throw new Error(`GET ${url}: ${status} ${JSON.stringify(body)}`)
    return body
  }
  return {
    ...server,
    lookup,
    ask,
    get,
    actor: (id: string) => get(`/v1/actors/actor/id/${id}`),
    profile: (id: string) => get(`/v1/user-risk-profiles/${id}`),
    names: async (query: string, where = 'search') =>
      (await get(`/v1/actors/actor/${where}?${query}`)).actors.map(({ name }: { name: string }) => name),
    adopt: (childActorId: string, parentActorId: string) =>
      ask('POST', '/v1/actors/adoption', { childActorId, parentActorId }),
    person: async (username: string): Promise<string> => (await server.user(username)).userUid,
    /** What an identity provider would have told. */
    provision: async (rows: readonly object[]) => {
      const { status, body } = await ask('POST', '/v1/spillway/users/import', { rows })
      if (status !== 200 || body.failed > 0) throw new Error(JSON.stringify(body))
    },
  }
}

export type ActorServer = Awaited<ReturnType<typeof startActorServer>>
