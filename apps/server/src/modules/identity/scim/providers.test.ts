import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../test-support/people-server.ts'
import { operations, type ScimClient, startScimClient, urns } from '../test-support/scim-client.ts'
import { sharedPeopleServer } from '../test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
  'SCIM as providers send it, on $dialect',
  ({ open }) => {
    let server: PeopleServer
    let scim: ScimClient
    sharedPeopleServer({ open }, async (started) => {
      server = started
      scim = await startScimClient(server)
    })

    const create = async (userName: string, more: object = {}) =>
      (await scim.ask('POST', '/Users', { schemas: [urns.user], userName, ...more })).body
    const patch = (id: string, ...list: object[]) => scim.ask('PATCH', `/Users/${id}`, operations(...list))

    it('carries the rest of a patch out whose other operations mean parts that are not kept', async () => {
      const { id } = await create('office@providers.example', { addresses: [{ type: 'work', formatted: '17/2111' }] })
      const answer = await patch(
        id,
        { op: 'Replace', path: 'emails[type eq "Work"].value', value: 'new@providers.example' },
        { op: 'Replace', path: 'addresses[type eq "work"].formatted', value: '18/2111' },
        { op: 'Replace', path: 'addresses[type eq "work"].locality', value: 'Bern' },
        { op: 'Add', path: `${urns.enterprise}:department`, value: 'Retail' },
      )
      expect([answer.status, answer.body]).toMatchObject([
        200,
        {
          emails: [{ value: 'new@providers.example' }],
          addresses: [{ type: 'work', locality: 'Bern' }],
          [urns.enterprise]: { department: 'Retail' },
        },
      ])
    })

    it('reads names of attributes in any letter case, so that a leaver leaves', async () => {
      const sent = { USERNAME: 'case@providers.example', Active: false, Name: { GivenName: 'Ada' }, Emails: [] }
      const made = await scim.ask('POST', '/Users', sent)
      expect([made.status, made.body]).toMatchObject([201, { active: false, name: { givenName: 'Ada' } }])
      const answer = await patch(made.body.id, { op: 'replace', value: { ACTIVE: true, name: { FamilyName: 'King' } } })
      expect(answer.body).toMatchObject({ active: true, name: { givenName: 'Ada', familyName: 'King' } })
    })

    it('refuses an object where a text belongs, and keeps nothing of it', async () => {
      for (const title of [{ x: 1 }, ['Boss'], { toString: 'x' }])
        expect((await scim.ask('POST', '/Users', { userName: 'object@providers.example', title })).body).toMatchObject({
          scimType: 'invalidValue',
          detail: expect.stringContaining('title'),
        })
      const { id } = await create('object@providers.example', { title: 7 })
      expect((await patch(id, { op: 'replace', path: 'title', value: { x: 1 } })).status).toBe(400)
      expect((await scim.ask('GET', `/Users/${id}`)).body.title).toBe('7')
    })

    it('tells by lastModified of changes to what a directory alone tells', async () => {
      const { id, meta } = await create('later@providers.example')
      server.pass(60)
      const changed = await patch(id, { op: 'add', path: `${urns.enterprise}:division`, value: 'West' })
      expect(Date.parse(changed.body.meta.lastModified)).toBe(Date.parse(meta.lastModified) + 60_000)
      server.pass(60)
      const same = await patch(id, { op: 'add', path: `${urns.enterprise}:division`, value: 'West' })
      expect(same.body.meta).toEqual(changed.body.meta)
    })

    it('takes the id at the provider off a group, and names it where it cannot be', async () => {
      const { body } = await scim.ask('POST', '/Groups', { displayName: 'Referred', externalId: 'r-1' })
      const change = (value: unknown) =>
        scim.ask('PATCH', `/Groups/${body.id}`, operations({ op: 'replace', path: 'externalId', value }))
      expect((await change({})).body).toMatchObject({ detail: expect.stringContaining('externalId') })
      expect((await change('r-2')).status).toBe(204)
      expect((await scim.ask('GET', `/Groups/${body.id}`)).body.externalId).toBe('r-2')
      for (const none of [null, '']) {
        expect((await change(none)).status).toBe(204)
        expect((await scim.ask('GET', `/Groups/${body.id}`)).body).not.toHaveProperty('externalId')
      }
    })

    it('finds names and addresses with letters of any alphabet', async () => {
      const emails = [{ type: 'work', value: 'Özil@providers.example' }]
      const { id } = await create('oezil@providers.example', { displayName: 'Mesut ÖZIL', emails })
      for (const filter of [
        'displayName eq "Mesut ÖZIL"',
        'displayName eq "MESUT ÖZIL"',
        'emails.value eq "Özil@Providers.example"',
      ]) {
        const { body } = await scim.ask('GET', `/Users?filter=${encodeURIComponent(filter)}`)
        expect([filter, body.Resources.map((one: { id: string }) => one.id)]).toEqual([filter, [id]])
      }
    })

    it('changes and deactivates users whose names are no e-mail addresses', async () => {
      const { orgGuid } = await server.organization('Plain names')
      const { orgId, orgUid } = (await server.call('GET', `/api/v3/orgs/${orgGuid}`)).json().data
      await server.call('PUT', `/api/v1/OrgSettings/${orgId}`, { usernameIsAnEmail: false })
      const bounded = await startScimClient(server, orgUid)
      const made = (await bounded.ask('POST', '/Users', { userName: 'jdoe' })).body
      const title = operations({ op: 'add', path: 'title', value: 'Clerk' })
      expect((await bounded.ask('PATCH', `/Users/${made.id}`, title)).body).toMatchObject({ title: 'Clerk' })
      expect((await bounded.ask('PUT', `/Users/${made.id}`, { ...made, active: false })).body.active).toBe(false)
      const on = operations({ op: 'replace', value: { active: true } })
      expect((await bounded.ask('PATCH', `/Users/${made.id}`, on)).body.active).toBe(true)
      const email = operations({ op: 'replace', path: 'emails[type eq "work"].value', value: 'none' })
      expect((await bounded.ask('PATCH', `/Users/${made.id}`, email)).body).toMatchObject({ scimType: 'invalidValue' })
    })

    it('has every attribute of its answers in its schemas', async () => {
      const boss = await create('boss@providers.example')
      const user = await create('whole@providers.example', {
        ...{ externalId: 'w', title: 'T', userType: 'U', name: { givenName: 'A', familyName: 'B' } },
        addresses: [{ type: 'work', locality: 'Bern', region: 'BE', country: 'CH' }],
        [urns.enterprise]: { department: 'D', division: 'E', manager: { value: boss.id } },
      })
      const wish = { displayName: 'Described', externalId: 'd', members: [{ value: user.id }] }
      const group = (await scim.ask('POST', '/Groups', wish)).body
      const { Resources } = (await scim.ask('GET', '/Schemas')).body
      const named = (id: string) => namesOf(Resources.find((one: { id: string }) => one.id === id).attributes)
      const { [urns.enterprise]: enterprise, ...core } = (await scim.ask('GET', `/Users/${user.id}`)).body
      expect(named(urns.user)).toEqual(expect.arrayContaining(pathsOf(core)))
      expect(named(urns.enterprise)).toEqual(expect.arrayContaining(pathsOf(enterprise)))
      expect(named(urns.group)).toEqual(expect.arrayContaining(pathsOf(group)))
    })
  },
)

interface Described {
  readonly name: string
  readonly subAttributes?: readonly Described[]
}

/** Names of attributes and of their parts, `name.givenName`. */
const namesOf = (attributes: readonly Described[]): string[] =>
  attributes.flatMap(({ name, subAttributes = [] }) => [name, ...subAttributes.map((part) => `${name}.${part.name}`)])

/** The same of a resource, but for what all resources have. */
const pathsOf = ({ schemas: _, id: __, meta: ___, ...rest }: Record<string, unknown>): string[] =>
  Object.entries(rest).flatMap(([name, value]) => [
    name,
    ...[value]
      .flat()
      .flatMap((one) => (typeof one === 'object' && one ? Object.keys(one).map((key) => `${name}.${key}`) : [])),
  ])
