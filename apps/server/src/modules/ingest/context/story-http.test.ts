import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KnowingServer, startKnowingServer } from '../test-support/knowing-server.ts'

const people = [0, 1, 2] as const
const lists = [0, 1] as const

/** One thing that happens: to a list, or to a family. */
type Step =
  | { readonly kind: 'list'; readonly list: number; readonly person: number; readonly rule: Rule; readonly on: boolean }
  | { readonly kind: 'adopt'; readonly child: number; readonly parent: number }
  | { readonly kind: 'release'; readonly child: number }
type Rule = 'included' | 'excluded'

const person = fc.constantFrom(...people)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('list' as const), list: fc.constantFrom(...lists), person },
      ...{ rule: fc.constantFrom<Rule>('included', 'included', 'excluded'), on: fc.boolean() },
    }),
  },
  fc.record({ kind: fc.constant('adopt' as const), child: person, parent: person }),
  fc.record({ kind: fc.constant('release' as const), child: person }),
)

/** What somebody with pencil and paper would write down after each step: who is on which list, and in whose family. */
const paper = () => {
  const rules = new Map<string, Rule>()
  const parents = new Map<number, number>()
  const root = (of: number) => parents.get(of) ?? of
  return {
    root,
    take: (one: Step): void => {
      if (one.kind === 'list') {
        const key = `${one.list} ${one.person}`
        if (one.on) rules.set(key, one.rule)
        else if (rules.get(key) === one.rule) rules.delete(key)
      } else if (one.kind === 'release') parents.delete(one.child)
      else if (one.child !== one.parent && !parents.has(one.parent)) {
        for (const [child, parent] of parents) if (parent === one.child) parents.set(child, one.parent)
        parents.set(one.child, one.parent)
      }
    },
    membersNow: (): ReadonlySet<string> =>
      new Set([...rules].filter(([, rule]) => rule === 'included').map(([key]) => key)),
  }
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('stories at ingest on $dialect', (under) => {
  let control: ControlStore
  let server: KnowingServer
  let run = 0
  beforeAll(async () => {
    control = await under.open()
    server = await startKnowingServer({ openControl: async () => control })
  }, 60_000)
  afterAll(() => server?.close())

  const stage = async () => {
    run++
    const names = people.map((each) => `p${each}-${run}@people.example`)
    const ids = await server.people(names)
    const watchlists = await Promise.all(lists.map((list) => server.list('CUSTOM', `List ${list} of ${run}`)))
    const act = async (one: Step): Promise<void> => {
      if (one.kind === 'list') {
        const path = `/v2/watchlists/${watchlists[one.list]}/${one.rule}-actors/${one.on ? 'add' : 'delete'}`
        await server.ask('POST', path, { actorIds: [ids[one.person]] })
      } else if (one.kind === 'release') await server.request('DELETE', `/v1/actors/adoption/${ids[one.child]}`)
      else {
        const body = { childActorId: ids[one.child], parentActorId: ids[one.parent] }
        await server.request('POST', '/v1/actors/adoption', { body })
      }
    }
    return { names, watchlists, act }
  }

  it('give every event the lists that its actor was on at its time, as recomputed from all that happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { names, watchlists, act } = await stage()
        const written = paper()
        const history = [{ at: server.clock().toISOString(), members: written.membersNow() }]
        for (const one of steps) {
          server.clock.advance(1)
          await act(one)
          written.take(one)
          history.push({ at: server.clock().toISOString(), members: written.membersNow() })
        }
        const asked = history.flatMap(({ at, members }) => people.map((each) => ({ at, members, each }))).reverse()
        const found = await server.send(asked.map(({ at, each }) => ({ at, email: names[each] ?? '' })))
        const expected = asked.map(({ members, each }) =>
          lists.filter((list) => members.has(`${list} ${written.root(each)}`)).map((list) => `List ${list} of ${run}`),
        )
        expect(found.map((ids) => ids.filter((name) => name.startsWith('List ')).toSorted())).toEqual(expected)
        for (const id of watchlists) await server.ask('DELETE', `/v2/watchlists/${id}`)
      }),
      { numRuns: 6, seed: 20_260_201 },
    )
  }, 120_000)

  it('have a department of 5,000 join and leave at once', async () => {
    const uids = await department(control, 5_000)
    const list = await server.list('FLIGHT_RISK')
    const indicator = 'Flight risk'
    const some = uids.filter((_, index) => index % 20 === 0).map((uid) => ({ email: `${uid}@large.example` }))
    const flagged = async () => (await server.send(some)).filter((ids) => ids.includes(indicator)).length
    expect(await flagged()).toBe(0)
    server.clock.advance(1)
    await server.ask('POST', `/v2/watchlists/${list}/included-departments/add`, { departments: ['Large'] })
    expect(await flagged()).toBe(some.length)
    server.clock.advance(1)
    await server.ask('POST', `/v2/watchlists/${list}/included-departments/delete`, { departments: ['Large'] })
    expect(await flagged()).toBe(0)
  }, 60_000)

  // Two processes share a control store on PostgreSQL only.
  if (under.dialect !== 'postgres') return
  it('of one process are known to another at the next batch', async () => {
    const shared = async () => ({ ...control, close: async () => undefined })
    const other = await startKnowingServer({ openControl: shared, store: 'remote', config: { nodeName: 'other' } })
    try {
      other.clock.set(server.clock())
      const names = ['eve@people.example', 'fay@people.example']
      const [eve = '', fay = ''] = await server.people(names)
      const list = await server.list('CUSTOM', 'Seen elsewhere')
      const indicators = async () => (await other.send([{ email: 'fay@people.example' }]))[0] ?? []
      const both = async (change: () => Promise<unknown>): Promise<readonly string[]> => {
        await change()
        return indicators()
      }
      expect(await indicators()).toEqual(['Dropbox upload', 'PDF'])
      expect(await both(() => server.join(list, eve))).toEqual(['Dropbox upload', 'PDF'])
      const adoption = { childActorId: fay, parentActorId: eve }
      expect(await both(() => server.ask('POST', '/v1/actors/adoption', adoption))).toContain('Seen elsewhere')
      expect(await both(() => server.leave(list, eve))).not.toContain('Seen elsewhere')
      const off = { indicators: [{ id: 'Dropbox upload', isActive: false }] }
      expect(await both(() => server.ask('PATCH', '/v1/spillway/risk-settings', off))).toEqual(['PDF'])
      const trust = { type: 'DOMAIN', value: 'elsewhere.example' }
      await server.ask('POST', '/v2/trusted-activities', trust)
      const more = { destination: { tabs: [{ url: 'https://elsewhere.example/' }] } }
      const [trusted] = await other.send([{ email: 'fay@people.example', more }])
      expect(trusted).toEqual([])
    } finally {
      await other.close()
    }
  }, 60_000)
})

/** A department `Large` of so many users, as a directory would have told of it; their ids. */
const department = async ({ db }: ControlStore, size: number): Promise<string[]> => {
  const at = '2026-01-01T00:00:00.000Z'
  const { uid, tenant_id } = await db.selectFrom('organization').selectAll().executeTakeFirstOrThrow()
  await db
    .insertInto('department')
    .values({ id: 'large', tenant_id, name: 'Large', name_key: 'large', created_at: at })
    .execute()
  const uids = Array.from({ length: size }, (_, index) => `77${String(index).padStart(16, '0')}`)
  const userOf = (user: string, number: number) => ({
    ...{ uid: user, legacy_id: 100_000 + number, tenant_id, org_uid: uid, created_at: at, modified_at: at },
    ...{ username: `${user}@large.example`, username_key: `${user}@large.example`, email: '' },
  })
  for (let start = 0; start < size; start += 500) {
    const some = uids.slice(start, start + 500)
    await db
      .insertInto('user')
      .values(some.map((user, index) => userOf(user, start + index)))
      .execute()
    await db
      .insertInto('department_membership')
      .values(some.map((user_uid) => ({ user_uid, department_id: 'large', from_at: at })))
      .execute()
  }
  return uids
}
