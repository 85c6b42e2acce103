import type { Getter } from './support/getter.ts'
import type { Work } from './support/measure.ts'
import type { BenchServer } from './support/server.ts'

interface Listed {
  readonly user: { readonly username: string; readonly userId: string; readonly legacyUserId: string }
  readonly agent: { readonly agentId: string }
}

/** What clients ask of one person or machine from the middle of all, and what they change of it. */
export const oneOf = async (
  server: BenchServer,
  { get }: Getter,
  rows: number,
): Promise<Readonly<Record<string, Work>>> => {
  const { user, agent } = await fromTheMiddle(server, rows)
  const reading = (path: string): Work => ({ run: () => get(path) })
  const name = encodeURIComponent(user.username)
  return {
    'a user': reading(`/v1/users/${user.userId}`),
    'a user by name': reading(`/v1/users?username=${name}`),
    'machines of a user': reading(`/v1/users/${user.userId}/devices`),
    'a console user with all': reading(`/api/v1/User/${user.legacyUserId}?incAll=true`),
    'a console user by e-mail': reading(`/api/v1/User?email=${name}`),
    'an agent': reading(`/v1/agents/${agent.agentId}`),
    'a console computer with all': reading(`/api/v1/Computer/${agent.agentId}?idType=guid&incAll=true`),
    'an actor by name, with its family': reading(`/v1/actors/actor/name/${name}/family`),
    'a risk profile': reading(`/v1/user-risk-profiles/${user.userId}`),
    'a user of an identity provider': reading(
      `/scim/v2/Users?filter=${encodeURIComponent(`userName eq "${user.username}"`)}`,
    ),
    'renaming a user': changing(server, `/api/v1/User/${user.legacyUserId}`, (run) => ({ lastName: `Renamed ${run}` })),
    'renaming an agent': changing(server, `/v1/agents/${agent.agentId}`, (run) => ({
      name: `renamed-${run}`,
      externalReference: '',
    })),
  }
}

const fromTheMiddle = async ({ client }: BenchServer, rows: number): Promise<Listed> => {
  const one = async <Page>(path: string): Promise<Page> =>
    client.requester.json<Page>({ method: 'GET', path: `${path}?page=${rows / 2}&pageSize=1`, repeatable: true })
  const { users } = await one<{ users: [Listed['user']] }>('/v1/users')
  const { agents } = await one<{ agents: [Listed['agent']] }>('/v1/agents')
  return { user: users[0], agent: agents[0] }
}

const changing = ({ client }: BenchServer, path: string, body: (run: number) => object): Work => ({
  run: (run) =>
    client.requester.text({
      method: 'PUT',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body(run)),
      repeatable: true,
    }),
})
