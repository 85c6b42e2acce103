import type { ControlStore, NewRow } from '@spillway/control-store'
import { createAgentsModule, createMachinesModule } from '../../agents/index.ts'
import { basic, type IdentityServer, type IdentityServerOptions, startIdentityServer } from './identity-server.ts'

/** The identity server with machines, and ways to fill both and to call as anyone. */
export const startPeopleServer = async (
  store: ControlStore,
  options: Pick<IdentityServerOptions, 'accountMail' | 'passwords' | 'more'> = {},
) => {
  const server = await startIdentityServer({
    store,
    ...options,
    more: ({ identity, audit, clock }) => [
      ...(options.more?.({ identity, audit, clock }) ?? []),
      ...createMachinesModule({ store, identity, audit, clock, newSecret: counted('secret'), publicUrl: null }).routes,
      ...createAgentsModule({ store, identity, audit, clock, newId: counted('agent'), newSecret: counted('key') })
        .routes,
    ],
  })
  const admin = await server.adminToken()
  return { ...server, admin, ...filling(store, server, admin) }
}

const counted = (name: string) => {
  let count = 0
  return () => `${name} ${++count}`
}

export type PeopleServer = Awaited<ReturnType<typeof startPeopleServer>>

export const password = 'a long enough password'

const filling = (store: ControlStore, server: IdentityServer, admin: string) => {
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object, token = admin) =>
    server.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { payload: body }),
    })
  const expectOk = async (method: 'GET' | 'POST' | 'PUT', url: string, body?: object) => {
    const answer = await call(method, url, body)
    if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  return {
    call,
    /** A user who can sign in, with roles by name. */
    user: async (username: string, roles: readonly string[] = [], orgGuid?: string) => {
      const orgUid = orgGuid ? (await organization(store, orgGuid)).uid : (await organization(store)).uid
      const { data } = await expectOk('POST', '/api/v1/User', { orgUid, username, password })
      for (const roleName of roles) await expectOk('POST', '/api/v1/UserRole', { userId: data.userId, roleName })
      return data as { userId: number; userUid: string; orgId: number; orgUid: string }
    },
    organization: (orgName: string, parentOrgGuid?: string) => expectOk('POST', '/v1/orgs', { orgName, parentOrgGuid }),
    tokenOf: async (username: string): Promise<string> => {
      const headers = { authorization: basic(username, password) }
      return (await server.app.inject({ method: 'GET', url: '/v1/auth', headers })).json().bearerToken
    },
    /** A machine as an agent would have registered it. */
    machine: (name: string, more: Partial<NewAgent> = {}) => insertMachine(store, name, more),
    root: () => organization(store),
  }
}

type NewAgent = NewRow<'agent'>

const organization = (store: ControlStore, guid?: string) => {
  const organizations = store.db.selectFrom('organization').selectAll()
  const one = guid ? organizations.where('guid', '=', guid) : organizations.where('parent_uid', 'is', null)
  return one.executeTakeFirstOrThrow()
}

const insertMachine = async (store: ControlStore, name: string, more: Partial<NewAgent>) => {
  const { tenant_id } = await organization(store)
  const { highest } = await store.db
    .selectFrom('agent')
    .select(({ fn }) => fn.max<number | null>('legacy_id').as('highest'))
    .executeTakeFirstOrThrow()
  const number = Number(highest ?? 0) + 1
  const at = '2026-01-31T12:00:00.000Z'
  await store.db
    .insertInto('agent')
    .values({
      ...{ uid: `9${String(number).padStart(17, '0')}`, legacy_id: number, tenant_id, name, hostname: `${name}.local` },
      ...{
        user_uid: null,
        user_email: null,
        os_name: 'Linux',
        os_version: '6.1',
        agent_version: '2.1.0',
        key_hash: '',
      },
      ...{ health: null, spooled_events: null, dropped_events: null, last_connected_at: at },
      ...{ created_at: at, modified_at: at, ...more },
    })
    .execute()
  return `9${String(number).padStart(17, '0')}`
}
