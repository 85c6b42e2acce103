import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../test-support/people-server.ts'
import { operations, type ScimClient, startScimClient, urns } from '../test-support/scim-client.ts'
import { sharedPeopleServer } from '../test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('SCIM on $dialect', ({ open }) => {
  let server: PeopleServer
  let scim: ScimClient
  sharedPeopleServer({ open }, async (started) => {
    server = started
    scim = await startScimClient(server)
  })

  const filtered = (type: string, filter: string) => scim.ask('GET', `/${type}?filter=${encodeURIComponent(filter)}`)
  const createUser = async (userName: string, more: object = {}) =>
    (await scim.ask('POST', '/Users', { schemas: [urns.user], userName, active: true, ...more })).body

  describe('in the dialect of Entra ID', () => {
    const ada = {
      schemas: [urns.user, urns.enterprise],
      externalId: 'ada.l',
      userName: 'ada.lovelace@entra.example',
      active: true,
      displayName: 'Ada Lovelace',
      title: 'Analyst',
      userType: 'Employee',
      emails: [{ primary: true, type: 'work', value: 'ada@entra.example' }],
      addresses: [{ type: 'work', locality: 'London', region: 'England', country: 'GB', primary: true }],
      name: { givenName: 'Ada', familyName: 'Lovelace', formatted: 'Ada Lovelace' },
      [urns.enterprise]: { department: 'Research', division: 'Engines', employeeNumber: '7' },
      meta: { resourceType: 'User' },
    }
    let id: string

    it('looks for a user that is not there, makes it and finds it', async () => {
      const asked = await filtered('Users', 'userName eq "ada.lovelace@entra.example"')
      expect([asked.status, asked.type, asked.body]).toEqual([
        200,
        'application/scim+json',
        expect.objectContaining({ totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] }),
      ])
      const made = await scim.ask('POST', '/Users', ada)
      expect([made.status, made.type, made.headers.location]).toEqual([
        201,
        'application/scim+json',
        made.body.meta.location,
      ])
      const { meta: _, ...facts } = ada
      expect(made.body).toMatchObject({ ...facts, [urns.enterprise]: { department: 'Research', division: 'Engines' } })
      id = made.body.id
      for (const filter of [
        'userName eq "ADA.lovelace@entra.example"',
        'externalId eq "ada.l"',
        'emails[type eq "work"].value eq "Ada@entra.example"',
        'emails.value eq "ada@entra.example" and active eq "True"',
        'displayName eq "ada lovelace"',
        `${urns.user}:userName eq "ada.lovelace@entra.example"`,
      ])
        expect([filter, (await filtered('Users', filter)).body.Resources.map((one: { id: string }) => one.id)]).toEqual(
          [filter, [id]],
        )
      expect((await filtered('Users', 'emails[type eq "home"].value eq "ada@entra.example"')).body.totalResults).toBe(0)
      expect((await filtered('Users', 'userName eq "a\\u0000b"')).body.totalResults).toBe(0)
    })

    it('finds names and addresses in any letter case of any alphabet', async () => {
      const emails = [{ primary: true, type: 'work', value: 'Ömer.Özil@entra.example' }]
      const omer = await createUser('omer@entra.example', { displayName: 'Ömer Özil', emails })
      for (const filter of ['displayName eq "ÖMER öZIL"', 'emails.value eq "ömer.özil@ENTRA.example"'])
        expect([filter, (await filtered('Users', filter)).body.Resources[0]?.id]).toEqual([filter, omer.id])
    })

    it('answers a second creation with 409 uniqueness, and nothing is half done', async () => {
      const again = await scim.ask('POST', '/Users', { ...ada, [urns.enterprise]: { department: 'Never' } })
      expect([again.status, again.type, again.body]).toEqual([
        409,
        'application/scim+json',
        { schemas: [urns.error], status: '409', scimType: 'uniqueness', detail: 'The user name is taken' },
      ])
      expect((await server.call('GET', '/v1/departments')).json().departments).not.toContain('Never')
    })

    it('changes facts by operations in capitals, with filters in paths and truth as text', async () => {
      const boss = await createUser('boss@entra.example')
      const answer = await scim.ask(
        'PATCH',
        `/Users/${id}`,
        operations(
          { op: 'Replace', path: 'emails[type eq "work"].value', value: 'countess@entra.example' },
          { op: 'Replace', path: 'name.familyName', value: 'King' },
          { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Ockham' },
          { op: 'Replace', path: `${urns.enterprise}:department`, value: 'Mathematics' },
          { op: 'Add', path: `${urns.enterprise}:manager`, value: boss.id },
          { op: 'Add', path: 'phoneNumbers[type eq "work"].value', value: '1' },
          { op: 'Replace', path: 'active', value: 'True' },
        ),
      )
      expect([answer.status, answer.body]).toEqual([
        200,
        expect.objectContaining({
          name: { givenName: 'Ada', familyName: 'King', formatted: 'Ada King' },
          emails: [{ type: 'work', primary: true, value: 'countess@entra.example' }],
          addresses: [expect.objectContaining({ locality: 'Ockham', country: 'GB' })],
          [urns.enterprise]: {
            department: 'Mathematics',
            division: 'Engines',
            manager: { value: boss.id, displayName: 'boss@entra.example' },
          },
        }),
      ])
      const dotted = { 'name.givenName': 'Augusta', [`${urns.enterprise}:division`]: 'Notes', title: 'Countess' }
      const spread = await scim.ask('PATCH', `/Users/${id}`, operations({ op: 'Add', value: dotted }))
      expect(spread.body).toMatchObject({
        name: { givenName: 'Augusta' },
        title: 'Countess',
        [urns.enterprise]: { division: 'Notes' },
      })
      const removed = await scim.ask(
        'PATCH',
        `/Users/${id}`,
        operations({ op: 'Remove', path: `${urns.enterprise}:manager` }, { op: 'Remove', path: 'title' }),
      )
      expect(removed.body).not.toHaveProperty('title')
      expect(removed.body[urns.enterprise]).not.toHaveProperty('manager')
      expect((await server.call('GET', '/v1/departments')).json().departments).toContain('Mathematics')
    })

    it('deactivates a leaver: tokens die at once, machines go along, and all of it twice alike', async () => {
      const { userUid } = await server.user('leaver@entra.example', ['Insider Risk Analyst'])
      const machine = await server.machine('leaver-laptop', { user_uid: userUid })
      const token = await server.tokenOf('leaver@entra.example')
      expect((await server.call('GET', '/v1/users', undefined, token)).statusCode).toBe(200)
      for (const _ of [1, 2]) {
        const off = operations({ op: 'Replace', path: 'active', value: 'False' })
        const answer = await scim.ask('PATCH', `/Users/${userUid}`, off)
        expect([answer.status, answer.body.active]).toEqual([200, false])
        expect((await server.call('GET', '/v1/users', undefined, token)).statusCode).toBe(401)
        expect((await server.call('GET', `/v1/agents/${machine}`)).json()).toMatchObject({ active: false })
      }
      expect((await filtered('Users', 'active eq false')).body.totalResults).toBe(1)
    })

    it('fills groups member by member', async () => {
      const made = await scim.ask('POST', '/Groups', {
        schemas: [urns.group],
        externalId: 'g-1',
        displayName: 'Analysts',
        meta: { resourceType: 'Group' },
      })
      expect([made.status, made.body]).toEqual([201, expect.objectContaining({ displayName: 'Analysts', members: [] })])
      const path = `/Groups/${made.body.id}`
      const bo = await createUser('bo@entra.example')
      for (const _ of [1, 2]) {
        const add = operations({ op: 'Add', path: 'members', value: [{ $ref: null, value: id }, { value: bo.id }] })
        expect((await scim.ask('PATCH', path, add)).status).toBe(204)
      }
      const group = (await scim.ask('GET', path)).body
      expect(group.members.map((member: { value: string }) => member.value)).toEqual([id, bo.id])
      expect((await scim.ask('GET', `/Users/${id}`)).body.groups).toMatchObject([{ display: 'Analysts' }])
      expect((await server.call('GET', '/v1/directory-groups')).json().directoryGroups).toEqual([
        { groupId: made.body.id, name: 'Analysts' },
      ])
      const held = await filtered('Groups', `id eq "${made.body.id}" and members eq "${bo.id}"`)
      expect(held.body.totalResults).toBe(1)
      const list = await scim.ask('GET', '/Groups?excludedAttributes=members&filter=displayName%20eq%20%22analysts%22')
      expect(list.body.Resources).toEqual([expect.not.objectContaining({ members: expect.anything() })])

      await scim.ask('PATCH', path, operations({ op: 'Remove', path: 'members', value: [{ value: id }] }))
      await scim.ask('PATCH', path, operations({ op: 'Replace', path: 'displayName', value: 'Computers' }))
      expect((await scim.ask('GET', path)).body).toMatchObject({
        displayName: 'Computers',
        members: [{ value: bo.id, display: 'bo@entra.example' }],
      })
      const stranger = operations({ op: 'Add', path: 'members', value: [{ value: id }, { value: 'nobody' }] })
      const refused = await scim.ask('PATCH', path, stranger)
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue'])
      expect((await scim.ask('GET', path)).body.members).toHaveLength(1)
      expect((await scim.ask('DELETE', path)).status).toBe(204)
      expect((await scim.ask('GET', path)).status).toBe(404)
      expect((await scim.ask('GET', `/Users/${bo.id}`)).status).toBe(200)
    })
  })

  describe('in the dialect of Okta', () => {
    it('makes, replaces, deactivates by an object without path, and revives', async () => {
      const body = {
        schemas: [urns.user],
        userName: 'grace@okta.example',
        name: { givenName: 'Grace', familyName: 'Hopper' },
        emails: [{ primary: true, value: 'grace@okta.example', type: 'work' }],
        displayName: 'Grace Hopper',
        locale: 'en-US',
        externalId: '00u1',
        groups: [],
        password: '1mz050nq long',
        active: true,
      }
      expect((await filtered('Users', 'userName eq "grace@okta.example"')).body.totalResults).toBe(0)
      const { id, ...made } = (await scim.ask('POST', '/Users', body)).body
      expect(made).not.toHaveProperty('password')
      const replaced = await scim.ask('PUT', `/Users/${id}`, { ...body, id, title: 'Admiral', externalId: undefined })
      expect([replaced.status, replaced.body.title, replaced.body.externalId]).toEqual([200, 'Admiral', undefined])
      const off = operations({ op: 'replace', value: { active: false } })
      expect((await scim.ask('PATCH', `/Users/${id}`, off)).body).toMatchObject({ active: false, title: 'Admiral' })
      const on = operations({ op: 'replace', value: { active: true } })
      expect((await scim.ask('PATCH', `/Users/${id}`, on)).body.active).toBe(true)
    })

    it('replaces members as a whole, and removes one by a filter in the path', async () => {
      const users = [await createUser('o1@okta.example'), await createUser('o2@okta.example')]
      const [one, two] = users.map(({ id }) => ({ value: id, display: 'x' }))
      const made = await scim.ask('POST', '/Groups', { schemas: [urns.group], displayName: 'Okta', members: [one] })
      const path = `/Groups/${made.body.id}`
      const members = async () =>
        (await scim.ask('GET', path)).body.members.map((member: { value: string }) => member.value)
      await scim.ask('PATCH', path, operations({ op: 'replace', path: 'members', value: [one, two] }))
      expect(await members()).toEqual([one?.value, two?.value])
      await scim.ask('PATCH', path, operations({ op: 'remove', path: `members[value eq "${one?.value}"]` }))
      expect(await members()).toEqual([two?.value])
      const named = { op: 'replace', value: { id: made.body.id, displayName: 'Renamed' } }
      expect((await scim.ask('PATCH', path, operations(named))).status).toBe(204)
      const put = await scim.ask('PUT', path, { schemas: [urns.group], displayName: 'Renamed', members: [] })
      expect([put.status, put.body.members]).toEqual([200, []])
      expect((await scim.ask('POST', '/Groups', { displayName: 'RENAMED' })).body.scimType).toBe('uniqueness')
    })
  })

  it('pages lists from the store', async () => {
    for (let number = 1; number <= 5; number++) await createUser(`p${number}@paging.example`, { title: 'Pager' })
    const total = (await scim.ask('GET', '/Users?count=0')).body
    expect(total).toMatchObject({ itemsPerPage: 0, Resources: [] })
    const seen: string[] = []
    for (let startIndex = 1; startIndex <= total.totalResults; startIndex += 3) {
      const page = (await scim.ask('GET', `/Users?startIndex=${startIndex}&count=3&attributes=userName`)).body
      expect(page.startIndex).toBe(startIndex)
      for (const user of page.Resources) expect(Object.keys(user).sort()).toEqual(['id', 'schemas', 'userName'])
      seen.push(...page.Resources.map((user: { id: string }) => user.id))
    }
    expect([seen.length, new Set(seen).size]).toEqual([total.totalResults, total.totalResults])
    expect((await scim.ask('GET', '/Users?startIndex=-3&count=-1')).body).toMatchObject({ startIndex: 1 })
  })

  it.each([
    ['GET', '/Users?filter=userName%20co%20%22a%22', undefined, 400, 'invalidFilter'],
    ['GET', '/Users?filter=title%20eq%20%22a%22', undefined, 400, 'invalidFilter'],
    ['GET', '/Users?filter=((userName', undefined, 400, 'invalidFilter'],
    ['GET', `/Users?filter=${'('.repeat(2000)}`, undefined, 400, 'invalidFilter'],
    ['GET', '/Users?filter=active%20eq%20%22perhaps%22', undefined, 400, 'invalidFilter'],
    ['GET', '/Users?count=many', undefined, 400, 'invalidSyntax'],
    ['POST', '/Users', { displayName: 'nameless' }, 400, 'invalidValue'],
    ['POST', '/Users', { userName: 'no address' }, 400, 'invalidValue'],
    ['POST', '/Users', { userName: 'm@x.example', [urns.enterprise]: { manager: 'nobody' } }, 400, 'invalidValue'],
    ['POST', '/Users', { userName: 's@x.example', password: 'short' }, 400, 'invalidValue'],
    ['POST', '/Users', [1], 400, 'invalidSyntax'],
    ['POST', '/Groups', { members: [] }, 400, 'invalidValue'],
    ['PATCH', '/Users/1', { Operations: 'none' }, 400, 'invalidSyntax'],
    ['PATCH', '/Users/1', { Operations: [] }, 404, undefined],
    ['PUT', '/Groups/none', { displayName: 'x' }, 404, undefined],
    ['GET', '/Users/none', undefined, 404, undefined],
    ['DELETE', '/Users/none', undefined, 404, undefined],
    ['GET', '/Nowhere', undefined, 404, undefined],
  ] as const)('refuses %s %s %j with %d %s in the shape of SCIM', async (method, path, body, status, scimType) => {
    const answer = await scim.ask(method, path, body)
    expect([answer.status, answer.type, answer.body]).toEqual([
      status,
      'application/scim+json',
      {
        schemas: [urns.error],
        status: String(status),
        ...(scimType && { scimType }),
        detail: expect.any(String),
      },
    ])
  })

  it('lets no path of a patch reach the prototypes of objects', async () => {
    const { id } = await createUser('proto@x.example')
    for (const path of ['__proto__.polluted', 'constructor.prototype.polluted', 'name.__proto__.polluted'])
      await scim.ask('PATCH', `/Users/${id}`, operations({ op: 'replace', path, value: 'yes' }))
    const keyed = JSON.parse('{"__proto__":{"polluted":1},"name.__proto__":{"polluted":1},"constructor.prototype.x":1}')
    await scim.ask('PATCH', `/Users/${id}`, operations({ op: 'add', value: keyed }))
    await scim.ask(
      'PATCH',
      `/Users/${id}`,
      operations({ op: 'add', path: 'emails[__proto__ eq 1].polluted', value: 1 }),
    )
    expect({}).not.toHaveProperty('polluted')
    expect({}).not.toHaveProperty('x')
  })

  it('cannot make somebody who may do more into another, but deactivates them', async () => {
    const { userUid } = await server.user('chief@x.example', ['Customer Cloud Admin'])
    const rename = operations({ op: 'replace', path: 'userName', value: 'mine@x.example' })
    expect((await scim.ask('PATCH', `/Users/${userUid}`, rename)).status).toBe(403)
    const title = operations({ op: 'replace', path: 'title', value: 'Chief' })
    expect((await scim.ask('PATCH', `/Users/${userUid}`, title)).status).toBe(200)
    expect((await scim.ask('DELETE', `/Users/${userUid}`)).status).toBe(204)
    const on = operations({ op: 'replace', path: 'active', value: true })
    expect((await scim.ask('PATCH', `/Users/${userUid}`, on)).status).toBe(403)
  })

  it('keeps a client of one organization within it', async () => {
    const { orgGuid } = await server.organization('Subsidiary')
    const uid = (await server.call('GET', `/api/v3/orgs/${orgGuid}`)).json().data.orgUid
    const bounded = await startScimClient(server, uid)
    const outside = await createUser('outside@x.example')
    const made = await bounded.ask('POST', '/Users', { userName: 'inside@x.example' })
    expect((await server.call('GET', `/v1/users/${made.body.id}`)).json()).toMatchObject({ orgGuid })
    expect((await bounded.ask('GET', '/Users')).body.totalResults).toBe(1)
    expect((await bounded.ask('GET', `/Users/${outside.id}`)).status).toBe(404)
    expect((await bounded.ask('DELETE', `/Users/${outside.id}`)).status).toBe(404)
    expect((await bounded.ask('POST', '/Users', { userName: 'outside@x.example' })).status).toBe(409)
    const group = { displayName: 'Inner', members: [{ value: outside.id }] }
    expect((await bounded.ask('POST', '/Groups', group)).body.scimType).toBe('invalidValue')
    expect((await bounded.ask('POST', '/Groups', { displayName: 'Inner' })).status).toBe(201)
    const outer = await scim.ask('POST', '/Groups', { displayName: 'Outer' })
    expect((await bounded.ask('GET', '/Groups')).body.totalResults).toBe(1)
    expect((await bounded.ask('DELETE', `/Groups/${outer.body.id}`)).status).toBe(404)
    const wish = { name: 'x', orgUid: uid, permissions: ['file-events.read'] }
    expect((await server.call('POST', '/v1/spillway/api-clients', wish)).statusCode).toBe(400)
    expect((await server.call('POST', '/v1/spillway/api-clients', { ...wish, orgUid: 'none' })).statusCode).toBe(400)
  })

  it('carries out bulk requests in order, each by itself', async () => {
    const answer = await scim.ask('POST', '/Bulk', {
      schemas: [urns.bulk],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'bulk@x.example' } },
        { method: 'POST', path: '/Users', bulkId: 'b', data: { userName: 'bulk@x.example' } },
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'g',
          data: { displayName: 'Bulk', members: [{ value: 'bulkId:a' }] },
        },
        { method: 'PATCH', path: '/Users/bulkId:a', data: operations({ op: 'replace', value: { title: 'T' } }) },
        { method: 'DELETE', path: '/Groups/bulkId:g' },
        { method: 'GET', path: '/Users' },
        { method: 'PUT', path: '/Users/%ZZ', data: {} },
      ],
    })
    expect(answer.body.Operations.map((one: { status: string }) => one.status)).toEqual([
      '201',
      '409',
      '201',
      '200',
      '204',
      '400',
      '404',
    ])
    expect(answer.body.Operations[1].response).toMatchObject({ scimType: 'uniqueness', schemas: [urns.error] })
    const stopped = {
      failOnErrors: 1,
      Operations: [
        { method: 'GET', path: '/x' },
        { method: 'GET', path: '/x' },
      ],
    }
    expect((await scim.ask('POST', '/Bulk', stopped)).body.Operations).toHaveLength(1)
  })

  it('describes itself', async () => {
    const configuration = (await scim.ask('GET', '/ServiceProviderConfig')).body
    expect(configuration).toMatchObject({ patch: { supported: true }, bulk: { supported: true, maxOperations: 1000 } })
    const types = (await scim.ask('GET', '/ResourceTypes')).body.Resources
    const schemas = (await scim.ask('GET', '/Schemas')).body.Resources.map((one: { id: string }) => one.id)
    expect(types.map((one: { schema: string }) => one.schema)).toEqual([urns.user, urns.group])
    expect(schemas).toEqual([urns.user, urns.enterprise, urns.group])
    expect((await scim.ask('GET', `/Schemas/${urns.enterprise}`)).body.attributes).toHaveLength(3)
    expect((await scim.ask('GET', '/ResourceTypes/User')).body.endpoint).toBe('/Users')
  })
})
