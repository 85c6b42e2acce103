import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWatchlistServer, type WatchlistServer } from './test-support/watchlist-server.ts'

const people = [0, 1, 2] as const
const places = [0, 1] as const
const lists = [0, 1] as const

/** One thing that happens: to a list, or to where people are. */
type Change =
  | {
      readonly kind: 'rule'
      readonly list: number
      readonly rule: Rule
      readonly subject: number
      readonly on: boolean
    }
  | { readonly kind: 'department'; readonly person: number; readonly place: number | null }
  | { readonly kind: 'group'; readonly group: number; readonly members: readonly number[] }
type Rule = 'included' | 'excluded' | 'department' | 'group'

const rule = fc.constantFrom<Rule>('included', 'excluded', 'department', 'group')
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('rule' as const), list: fc.constantFrom(...lists), rule },
    ...{ subject: fc.nat(2), on: fc.boolean() },
  }),
  fc.record({
    ...{ kind: fc.constant('department' as const), person: fc.constantFrom(...people) },
    place: fc.option(fc.constantFrom(...places)),
  }),
  fc.record({
    ...{ kind: fc.constant('group' as const), group: fc.constantFrom(...places) },
    members: fc.subarray([...people]),
  }),
)
/** Seconds since the change before; none at all is one instant. */
const story = fc.array(fc.tuple(change, fc.nat(2)), { minLength: 1, maxLength: 14 })

/** What a person of pencil and paper would keep: the present alone, changed step by step. */
const naive = () => {
  const rules = new Set<string>()
  const departmentOf = new Map<number, number>()
  const groups = new Map<number, readonly number[]>()
  const opposite: Partial<Record<Rule, Rule>> = { included: 'excluded', excluded: 'included' }
  return {
    apply: (one: Change): void => {
      if (one.kind === 'group') groups.set(one.group, one.members)
      else if (one.kind === 'department')
        one.place === null ? departmentOf.delete(one.person) : departmentOf.set(one.person, one.place)
      else if (!one.on) rules.delete(`${one.list} ${one.rule} ${one.subject}`)
      else {
        rules.add(`${one.list} ${one.rule} ${one.subject}`)
        if (opposite[one.rule]) rules.delete(`${one.list} ${opposite[one.rule]} ${one.subject}`)
      }
    },
    on: (list: number, person: number): boolean =>
      !rules.has(`${list} excluded ${person}`) &&
      (rules.has(`${list} included ${person}`) ||
        rules.has(`${list} department ${departmentOf.get(person)}`) ||
        places.some((group) => rules.has(`${list} group ${group}`) && (groups.get(group) ?? []).includes(person))),
  }
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('membership over time on $dialect', ({ open }) => {
  let store: ControlStore
  let server: WatchlistServer
  let run = 0
  beforeAll(async () => {
    store = await open()
    server = await startWatchlistServer(store)
  })
  afterAll(async () => {
    await server.close()
    await store.close()
  })

  /** People, departments, groups and lists that no story has touched yet. */
  const stage = async () => {
    run++
    const uids = await Promise.all(people.map((person) => server.person(`p${person}-${run}@example.com`)))
    const departments = places.map((place) => `Department ${place} of ${run}`)
    for (const name of departments) await server.person(`${name.replaceAll(' ', '-')}@example.com`, name)
    const groups = await Promise.all(places.map((place) => server.group(`Group ${place} of ${run}`, [])))
    const ids: string[] = []
    for (const list of lists) {
      const body = { watchlistType: 'CUSTOM', title: `List ${list} of ${run}` }
      ids.push((await server.post('/v2/watchlists', body)).body.watchlistId)
    }
    server.pass(1)
    return { uids, departments, groups, ids }
  }
  type Stage = Awaited<ReturnType<typeof stage>>

  const paths = {
    included: ['included-actors', 'actorIds'],
    excluded: ['excluded-actors', 'actorIds'],
    department: ['included-departments', 'departments'],
    group: ['included-directory-groups', 'groupIds'],
  } as const

  const carryOut = async (one: Change, { uids, departments, groups, ids }: Stage): Promise<void> => {
    if (one.kind === 'department') {
      const name = one.place === null ? null : (departments[one.place] as string)
      return server.moveTo(uids[one.person] as string, name)
    }
    if (one.kind === 'group') {
      const members = one.members.map((person) => uids[person] as string)
      return void (await server.setGroup(groups[one.group] as string, `Group ${one.group} of ${run}`, members))
    }
    const [path, key] = paths[one.rule]
    const known = { included: uids, excluded: uids, department: departments, group: groups }[one.rule]
    const url = `/v2/watchlists/${ids[one.list]}/${path}/${one.on ? 'add' : 'delete'}`
    const { status, text } = await server.post(url, { [key]: [known[one.subject]] })
    if (status !== 200) throw new Error(text)
  }

  const fits = (one: Change): boolean =>
    one.kind !== 'rule' || one.rule === 'included' || one.rule === 'excluded' || one.subject < places.length

  it('equals, at any instant, what is recomputed from all that happened until then', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const scene = await stage()
        const past: { readonly at: Date; readonly one: Change }[] = []
        const start = server.now()
        for (const [one, seconds] of told.filter(([one]) => fits(one))) {
          server.pass(seconds)
          await carryOut(one, scene)
          past.push({ at: server.now(), one })
        }
        const view = await server.memberships.of(scene.uids)
        for (const at of instants(
          start,
          past.map(({ at }) => at),
        )) {
          const paper = naive()
          for (const { at: then, one } of past) if (then <= at) paper.apply(one)
          const expected = people.map((person) => lists.filter((list) => paper.on(list, person)))
          const found = scene.uids.map((uid) =>
            lists.filter((list) => view.at(uid, at).some(({ watchlistId }) => watchlistId === scene.ids[list])),
          )
          expect([at, found]).toEqual([at, expected])
        }
        const paper = naive()
        for (const { one } of past) paper.apply(one)
        for (const list of lists) {
          const { body } = await server.get(`/v2/watchlists/${scene.ids[list]}/members`)
          const present = body.watchlistMembers.map((member: { actorId: string }) => member.actorId)
          const expected = people.filter((person) => paper.on(list, person)).map((person) => scene.uids[person])
          expect(present.filter((uid: string) => scene.uids.includes(uid)).sort()).toEqual(expected.sort())
        }
        for (const id of scene.ids) await server.ask('DELETE', `/v2/watchlists/${id}`)
      }),
      { numRuns: 25, seed: 20_260_201 },
    )
  }, 120_000)

  it('puts a department of 5,000 on a list, and off it again, by one row', async () => {
    const { tenantId } = server.identity.home()
    const at = server.now().toISOString()
    const { uid: orgUid } = await server.root()
    await store.db
      .insertInto('department')
      .values({ id: 'large', tenant_id: tenantId, name: 'Large', name_key: 'large', created_at: at })
      .execute()
    const uids = Array.from({ length: 5_000 }, (_, index) => `77${String(index).padStart(16, '0')}`)
    for (let start = 0; start < uids.length; start += 500) {
      const some = uids.slice(start, start + 500)
      await store.db
        .insertInto('user')
        .values(
          some.map((uid, index) => ({
            ...{
              uid,
              legacy_id: 100_000 + start + index,
              tenant_id: tenantId,
              org_uid: orgUid,
              username: `${uid}@x.y`,
            },
            ...{ username_key: `${uid}@x.y`, email: `${uid}@x.y`, first_name: null, last_name: null },
            ...{ password_hash: null, totp_secret: null, totp_last_step: null, created_at: at, modified_at: at },
          })),
        )
        .execute()
      await store.db
        .insertInto('department_membership')
        .values(some.map((user_uid) => ({ user_uid, department_id: 'large', from_at: at })))
        .execute()
    }
    const rows = async () => {
      const counted = store.db.selectFrom('watchlist_rule').select(({ fn }) => fn.countAll<number>().as('rows'))
      return Number((await counted.executeTakeFirstOrThrow()).rows)
    }
    const path = `/v2/watchlists/${(await server.post('/v2/watchlists', { watchlistType: 'NEW_EMPLOYEE' })).body.watchlistId}`
    const before = await rows()
    await server.memberships.of(uids)
    server.pass(1)
    await server.post(`${path}/included-departments/add`, { departments: ['Large'] })
    expect((await rows()) - before).toBe(1)
    const joined = server.now()
    const page = (await server.get(`${path}/members?page=50&page_size=100`)).body
    expect([page.totalCount, page.watchlistMembers.length]).toEqual([5_000, 100])
    const during = await server.memberships.of(uids)
    expect(uids.filter((uid) => during.at(uid, joined).length === 1)).toHaveLength(5_000)
    server.pass(1)
    await server.post(`${path}/included-departments/delete`, { departments: ['Large'] })
    expect((await rows()) - before).toBe(1)
    const after = await server.memberships.of(uids)
    expect(uids.filter((uid) => after.at(uid, server.now()).length > 0)).toEqual([])
    expect(uids.filter((uid) => after.at(uid, joined).length === 1)).toHaveLength(5_000)
  }, 60_000)
})

/** Before all of it, at every change, just before it, and after all of it. */
const instants = (start: Date, changes: readonly Date[]): Date[] => [
  new Date(start.getTime() - 1),
  ...changes.flatMap((at) => [new Date(at.getTime() - 1), at]),
  new Date((changes.at(-1) ?? start).getTime() + 1_000),
]
