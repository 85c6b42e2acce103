import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allOf, createSpillwayClient, fileEventQuery, is, type SpillwayClient } from './index.ts'

let server: TestServer
let client: SpillwayClient
beforeAll(async () => {
  server = await startTestServer()
  const { id, secret } = await server.apiClient()
  client = createSpillwayClient({ baseUrl: server.url, credentials: { clientId: id, clientSecret: secret } })
}, 60_000)
afterAll(() => server.close())

const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

it('finds the same events in the words of version 1', async () => {
  await client.ingest.fileEvents(Array.from({ length: 5 }, (_, index) => ({ file: { name: `v${index}.txt` } })))
  const query = fileEventQuery(allOf(is('fileName', 'v*.txt')))
  const { totalCount, fileEvents } = await client.fileEventsV1.search({ ...query, srtKey: 'fileName', srtDir: 'asc' })
  expect([totalCount, fileEvents[0]?.fileName]).toEqual([5, 'v0.txt'])
  expect(await all(client.fileEventsV1.searchAll(query, {}))).toHaveLength(5)
  expect(await all(client.fileEventsV1.searchAll({ ...query, pgSize: 2 }))).toHaveLength(5)
  expect(await client.fileEventsV1.group({ ...query, groupingTerm: 'fileName' })).toHaveLength(5)
  const csv = Buffer.concat(await all(await client.fileEventsV1.exportCsv({ ...query, columns: ['fileName'] })))
  expect(String(csv).trim().split('\r\n')).toHaveLength(6)
  await expect(client.fileEventsV1.search({ groups: [] })).rejects.toMatchObject({ status: 400 })
})

it('keeps organizations', async () => {
  const { organizations } = client
  const { orgGuid } = await organizations.create({ orgName: 'Branch', notes: 'new' })
  expect(await organizations.update(orgGuid, { orgName: 'Branch office' })).toMatchObject({ orgName: 'Branch office' })
  await organizations.deactivate(orgGuid)
  expect(await organizations.get(orgGuid)).toMatchObject({ active: false, notes: null })
  await organizations.activate(orgGuid)
  expect((await organizations.list({ active: true })).map(({ orgName }) => orgName)).toContain('Branch office')
  await expect(organizations.get('none')).rejects.toMatchObject({ status: 404 })
})

it('keeps users and their roles', async () => {
  const { users, organizations } = client
  for (const name of ['ada', 'bob', 'cyd'])
    await server.post('/api/v1/User', { orgId: 1, username: `${name}@sdk.example`, password: 'a long enough password' })
  expect((await all(users.list({ pageSize: 2 }))).map(({ username }) => username)).toEqual(
    expect.arrayContaining(['ada@sdk.example', 'bob@sdk.example', 'cyd@sdk.example']),
  )
  const [ada] = (await users.page({ username: 'ada@sdk.example' })).users
  const id = ada?.userId ?? ''
  const { orgGuid } = await organizations.create({ orgName: 'Elsewhere' })
  await users.move(id, { orgGuid })
  await users.deactivate(id)
  expect(await users.get(id)).toMatchObject({ orgGuid, active: false })
  await users.activate(id)
  const [role] = await users.roles()
  expect(await users.role(role?.roleId ?? '')).toMatchObject({ roleName: role?.roleName })
  expect((await users.replaceRoles(id, [role?.roleId ?? ''])).newlyAssignedRoleIds).toEqual([role?.roleId])
  expect((await users.rolesOf(id)).map(({ roleId }) => roleId)).toEqual([role?.roleId])
})

it('keeps agents', async () => {
  const { agents } = client
  const uids: string[] = []
  for (const hostname of ['one', 'two', 'three'])
    uids.push((await agents.register({ hostname, operatingSystem: 'Linux', agentVersion: '2.0' })).agentUid)
  const [first = ''] = uids
  await agents.update(first, { name: 'renamed', externalReference: 'asset 7' })
  expect(await agents.get(first)).toMatchObject({ name: 'renamed', externalReference: 'asset 7', active: true })
  await agents.deactivate([first])
  expect((await agents.search({ active: false })).agents.map(({ agentId }) => agentId)).toEqual([first])
  await agents.activate([first])
  const found = await all(agents.searchAll({ active: true, pageSize: 2, anyOfAgentOsTypes: ['LINUX', 'MAC'] }))
  expect(found.map(({ agentId }) => agentId).toSorted()).toEqual(uids.toSorted())
})
