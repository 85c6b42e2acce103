import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createActorLookup } from './lookup.ts'
import { createLookupRepository, type LookupRepository } from './lookup-repository.ts'
import { type ActorServer, startActorServer } from './test-support/actor-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('looking actors up on $dialect', ({ open }) => {
  let store: ControlStore
  let server: ActorServer
  let [ada, bob] = ['', '']
  beforeAll(async () => {
    store = await open()
    server = await startActorServer(store)
    ada = await server.person('ada@people.example')
    bob = await server.person('bob@people.example')
  })
  afterAll(async () => {
    await server?.close()
    await store?.close()
  })
  const idOf = async (name: string) => (await server.lookup.find([{ name }]))[0]?.actorId ?? null
  const alias = (verb: string, id: string, name: string) =>
    server.ask('POST', `/v1/user-risk-profiles/${id}/${verb}-cloud-aliases`, { cloudAliases: [name] })

  it('finds by id and by name, in the order of the questions', async () => {
    const found = await server.lookup.find([
      { name: 'BOB@people.example' },
      { userId: ada, name: 'bob@people.example' },
      { userId: 'gone', name: 'ada@people.example' },
      { userId: null, name: null },
      { name: 'a\0b' },
      { name: 'nobody' },
    ])
    expect(found.map((actor) => actor?.actorId ?? null)).toEqual([bob, ada, ada, null, null, null])
    expect(found[0]).toEqual({ actorId: bob, name: 'bob@people.example', parentActorId: null, attributedTo: bob })
  })

  it('knows of every acknowledged change at the next question', async () => {
    expect(await idOf('cloud@x.example')).toBe(null)
    await alias('add', ada, 'cloud@x.example')
    expect(await idOf('cloud@x.example')).toBe(ada)
    await alias('delete', ada, 'cloud@x.example')
    expect(await idOf('cloud@x.example')).toBe(null)

    await server.adopt(bob, ada)
    expect((await server.lookup.find([{ userId: bob }]))[0]).toMatchObject({ parentActorId: ada, attributedTo: ada })
    await server.ask('DELETE', `/v1/actors/adoption/${bob}`)
    expect((await server.lookup.find([{ userId: bob }]))[0]).toMatchObject({ parentActorId: null, attributedTo: bob })

    expect(await idOf('new@people.example')).toBe(null)
    const fresh = await server.person('new@people.example')
    expect(await idOf('new@people.example')).toBe(fresh)
    const rows = [{ userName: 'new@people.example', email: 'mail@people.example' }]
    await server.provision(rows)
    expect(await idOf('mail@people.example')).toBe(fresh)
  })

  it('knows of a change made by another process', async () => {
    expect(await idOf('elsewhere@people.example')).toBe(null)
    await store.db
      .updateTable('user')
      .set({ username: 'elsewhere@people.example', username_key: 'elsewhere@people.example' })
      .where('username_key', '=', 'new@people.example')
      .execute()
    expect(await idOf('elsewhere@people.example')).not.toBe(null)
    expect(await idOf('new@people.example')).toBe(null)
  })

  it('takes a mail address that several share for nobody, until they are one family', async () => {
    const [one, two] = [await server.person('one@people.example'), await server.person('two@people.example')]
    await server.provision([
      { userName: 'one@people.example', email: 'desk@people.example' },
      { userName: 'two@people.example', email: 'Desk@people.example' },
    ])
    const byName = '/v1/actors/actor/name/desk@people.example/parent'
    expect(await idOf('desk@people.example')).toBe(null)
    expect((await server.ask('GET', byName)).status).toBe(409)
    await server.adopt(one, two)
    expect(await idOf('desk@people.example')).toBe(two)
    expect((await server.get(byName)).actorId).toBe(two)
  })

  it('asks the store once for what does not change, and forgets the oldest at its limit', async () => {
    const repository = createLookupRepository(store, () => tenantId)
    const { tenantId } = await server.profile(ada)
    const asked: string[][] = []
    const counting: LookupRepository = {
      ...repository,
      byIds: (ids) => {
        asked.push([...ids])
        return repository.byIds(ids)
      },
    }
    const lookup = createActorLookup(counting, async () => undefined, 2)
    for (const userId of [ada, ada, bob, 'none', 'none', bob, ada]) await lookup.find([{ userId }])
    expect(asked).toEqual([[ada], [bob], ['none'], [ada]])
  })

  it('gives no answer from before a change that was acknowledged while it read', async () => {
    const { tenantId } = await server.profile(ada)
    const repository = createLookupRepository(store, () => tenantId)
    const slow = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    let calls = 0
    const held: LookupRepository = {
      ...repository,
      byIds: async (ids) => {
        const rows = await repository.byIds(ids)
        if (++calls === 1) {
          started.resolve()
          await slow.promise
        }
        return rows
      },
    }
    const lookup = createActorLookup(held, async () => undefined)
    const early = lookup.find([{ userId: bob }])
    await started.promise
    await server.adopt(bob, ada)
    expect((await lookup.find([{ userId: bob }]))[0]?.attributedTo).toBe(ada)
    slow.resolve()
    await early
    expect((await lookup.find([{ userId: bob }]))[0]?.attributedTo).toBe(ada)
  })
})
