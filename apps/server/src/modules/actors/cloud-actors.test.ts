import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ActorServer, startActorServer } from './test-support/actor-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
  'accounts of cloud services on $dialect',
  (under) => {
    let store: ControlStore
    let server: ActorServer
    let ada = ''
    beforeAll(async () => {
      store = await under.open()
      server = await startActorServer(store)
      ada = await server.person('ada@people.example')
    })
    afterAll(async () => {
      await server?.close()
      await store?.close()
    })
    const seen = async (name: string) => (await server.lookup.find([{ name, isCloudAccount: true }]))[0] ?? null
    const idOf = async (name: string): Promise<string> => (await seen(name))?.actorId ?? ''

    it('become actors when they are first seen, once, unless somebody bears the name', async () => {
      expect((await server.lookup.find([{ name: 'guest@cloud.example' }]))[0]).toBe(null)
      const [one, other] = await Promise.all([seen('Guest@cloud.example'), seen('guest@CLOUD.example')])
      expect(one).toMatchObject({ parentActorId: null, attributedTo: one?.actorId })
      expect(other?.actorId).toBe(one?.actorId)
      expect(await idOf('ada@people.example')).toBe(ada)
      for (const none of ['', 'UNKNOWN', 'Name_Not_Available', 'x'.repeat(300)]) expect(await seen(none)).toBe(null)
      expect(await server.actor(one?.actorId ?? '')).toMatchObject({
        ...{ actorId: one?.actorId, active: true, inScope: true, alternateNames: [], parentActorId: null },
        ...{ firstName: null, department: null, notes: null },
      })
    })

    it('are searched, paged and listed after the users', async () => {
      await seen('visitor@cloud.example')
      const names = (await server.names('')).map((name: string) => name.toLowerCase())
      expect(names.slice(-3)).toEqual(['ada@people.example', 'guest@cloud.example', 'visitor@cloud.example'])
      const users = names.length - 2
      expect(await server.names('nameStartsWith=VIS')).toEqual(['visitor@cloud.example'])
      expect(await server.names('active=false&nameStartsWith=vis')).toEqual([])
      expect(await server.names(`page=2&pageSize=${users + 1}`)).toEqual(['visitor@cloud.example'])
      expect(await server.names(`page=2&pageSize=${users + 2}`)).toEqual([])
      const { totalCount } = await server.get('/v2/actor-risk-profiles')
      expect([totalCount, (await server.get('/v1/user-risk-profiles')).totalCount]).toEqual([users + 2, users])
      expect((await server.get('/v2/actor-risk-profiles?department=x')).totalCount).toBe(0)
    })

    it('keep notes and dates, and bear no names of their own', async () => {
      const id = await idOf('visitor@cloud.example')
      const path = `/v1/actors/actor/id/${id}`
      expect((await server.ask('PATCH', path, { notes: 'of Ada', endDate: '2026-05-01' })).body).toMatchObject({
        ...{ notes: 'of Ada', endDate: '2026-05-01' },
      })
      const names = { cloudAliases: ['another'] }
      expect((await server.ask('POST', `/v1/user-risk-profiles/${id}/add-cloud-aliases`, names)).status).toBe(404)
    })

    it('are adopted by users and by one another, and what they do counts for the parent at once', async () => {
      const [guest, visitor] = [await idOf('guest@cloud.example'), await idOf('visitor@cloud.example')]
      expect((await server.adopt(ada, guest)).status).toBe(400)
      expect((await server.adopt(visitor, guest)).body).toEqual({ parentActorId: guest, childActorIds: [visitor] })
      expect((await seen('visitor@cloud.example'))?.attributedTo).toBe(guest)
      expect((await server.adopt(guest, ada)).body.childActorIds.toSorted()).toEqual([guest, visitor].toSorted())
      expect((await seen('visitor@cloud.example'))?.attributedTo).toBe(ada)
      expect(await server.names('nameStartsWith=visitor', 'search/parent')).toEqual(['ada@people.example'])
      const family = await server.get(`/v1/actors/actor/name/visitor@cloud.example/family`)
      expect([family.parent.actorId, family.children.length]).toEqual([ada, 2])
      expect((await server.ask('DELETE', `/v1/actors/adoption/${visitor}`)).status).toBe(200)
      expect((await seen('visitor@cloud.example'))?.attributedTo).toBe(visitor)
    })

    it('are one family with a user who turns out to bear their name', async () => {
      const late = await idOf('late@people.example')
      const user = await server.person('Late@people.example')
      expect(await seen('late@people.example')).toMatchObject({ actorId: user, attributedTo: user })
      expect((await server.actor(late)).parentActorId).toBe(user)
      expect((await server.get(`/v1/actors/actor/id/${user}/family`)).children).toMatchObject([{ actorId: late }])
      expect(await server.names('nameStartsWith=late', 'search/parent')).toEqual(['Late@people.example'])
    })
  },
)
