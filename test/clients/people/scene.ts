import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer, type TestServerOptions } from '@spillway/testkit'
import { fillDirectory, fillMachines } from './fill.ts'

const password = 'a long enough password'
const names = ['ada', 'grace', 'linus', 'margaret', 'edsger'] as const

export interface Organization {
  readonly orgId: number
  readonly orgUid: string
  readonly orgGuid: string
  readonly orgName: string
}

export interface Person {
  readonly userId: number
  readonly userUid: string
  readonly username: string
}

/** A running server with organizations, people and machines, an API client, and an empty home for client programs. */
export interface PeopleScene {
  readonly server: TestServer
  readonly home: string
  /** What the Python scripts are told, as JSON on standard input. */
  readonly told: {
    readonly url: string
    readonly username: string
    readonly password: string
    readonly personPassword: string
    readonly clientId: string
    readonly clientSecret: string
    /** An API client that may only search events. */
    readonly blindId: string
    readonly blindSecret: string
    readonly root: Organization
    readonly sales: Organization
    readonly lab: Organization
    readonly people: Readonly<Record<(typeof names)[number], Person>>
    /** Guids by name. */
    readonly machines: Readonly<Record<'laptop' | 'mac' | 'server' | 'spare', string>>
  }
  close(): Promise<void>
}

const data = async <Value>(asked: ReturnType<TestServer['get']>): Promise<Value> => {
  const response = await asked
  if (response.status >= 300) throw new Error(`the server answered ${response.status}: ${response.text}`)
  const body = response.json<{ data?: Value }>()
  return body.data ?? (body as Value)
}

const organizationsOf = async (server: TestServer) => {
  const { orgs } = await data<{ orgs: Organization[] }>(server.get('/api/v1/Org'))
  const [root] = orgs as [Organization]
  const under = (orgName: string) =>
    data<Organization>(server.post('/api/v1/Org', { orgName, parentOrgUid: root.orgUid }))
  return { root, sales: await under('Sales'), lab: await under('Lab') }
}

const peopleOf = async (server: TestServer, { orgUid }: Organization) => {
  const entries: [string, Person][] = []
  for (const name of names) {
    const user = { orgUid, username: `${name}@people.example`, password, firstName: name, lastName: 'Example' }
    entries.push([name, await data<Person>(server.post('/api/v1/User', user))])
  }
  return Object.fromEntries(entries) as PeopleScene['told']['people']
}

/** Registers a machine and reports for it, as its agent does. */
const machineOf = async (server: TestServer, hostname: string, operatingSystem: string, userEmail: string) => {
  const registration = { hostname, operatingSystem, agentVersion: '2.0.1', osVersion: '14.2', userEmail }
  const credentials = await data<{ agentUid: string; agentKey: string }>(
    server.post('/v1/spillway/agents', registration),
  )
  const { access_token: token } = await data<{ access_token: string }>(
    server.post('/v1/spillway/agents/token', credentials, { token: null }),
  )
  await server.post(`/v1/spillway/agents/${credentials.agentUid}/heartbeat`, { agentVersion: '2.0.1' }, { token })
  return credentials.agentUid
}

export const openPeopleScene = async (
  { open }: StoreUnderTest,
  options: Pick<TestServerOptions, 'clock'> = {},
): Promise<PeopleScene> => {
  const store = await open()
  const server = await startTestServer({ openControl: async () => store, config: { limits: 'off' }, ...options })
  const home = await mkdtemp(join(tmpdir(), 'people-home-'))
  const close = async () => {
    await server.close()
    await rm(home, { recursive: true, force: true })
  }
  try {
    const { root, sales, lab } = await organizationsOf(server)
    const people = await peopleOf(server, sales)
    const machines = {
      laptop: await machineOf(server, 'laptop', 'Windows', people.ada.username),
      mac: await machineOf(server, 'mac', 'Mac', people.grace.username),
      server: await machineOf(server, 'server', 'Linux', people.grace.username),
      spare: await machineOf(server, 'spare', 'Linux', people.linus.username),
    }
    await fillMachines(store, machines.laptop, machines.mac)
    await fillDirectory(store, people.ada.userUid, people.grace.userUid)
    const { id, secret } = await server.apiClient()
    const blind = await server.apiClient(['file-events.read'])
    const clients = { clientId: id, clientSecret: secret, blindId: blind.id, blindSecret: blind.secret }
    const credentials = { ...server.admin, personPassword: password, ...clients }
    const told = { url: server.url, ...credentials, root, sales, lab, people, machines }
    return { server, home, told, close }
  } catch (error) {
    await close()
    throw error
  }
}
