import { join } from 'node:path'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeed } from '../../support/command.ts'
import { parts, python, root } from '../../support/parts.ts'
import { openPeopleScene, type PeopleScene } from '../people/scene.ts'

interface Answer {
  readonly every: readonly string[]
  readonly called: readonly string[]
  readonly seen: Readonly<Record<string, unknown>>
}

const stores = storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES)
const slashed = 'sales/emea/kim+1@people.example'

/** The people scene with a name that holds slashes, and one person adopted by another. */
const openActorScene = async (under: (typeof stores)[number]): Promise<PeopleScene> => {
  const scene = await openPeopleScene(under)
  const { server, told } = scene
  await server.post('/v1/spillway/users/import', { rows: [{ userName: slashed }] })
  const { linus, edsger } = told.people
  const adoption = { childActorId: linus.userUid, parentActorId: edsger.userUid }
  await server.post('/v1/actors/adoption', adoption)
  return scene
}

const run = async (scene: PeopleScene, program: string, script: string): Promise<Answer> =>
  JSON.parse(
    await succeed(join(program, 'python'), [join(root, 'test/clients/actors', script)], {
      input: JSON.stringify({ ...scene.told, slashed }),
      environment: { HOME: scene.home },
    }),
  ) as Answer

/** Every public method, counted aloud. */
const callsAll = (client: string, { every, called }: Answer): void => {
  const missing = every.filter((name) => !called.includes(name))
  console.log(`${client}: ${every.length - missing.length} of ${every.length} methods exercised`)
  expect(missing).toEqual([])
}

describe.skipIf(!parts.incydr.present).each(stores)('incydr on actors and risk profiles, $dialect', (under) => {
  let scene: PeopleScene
  let answer: Answer
  beforeAll(async () => {
    scene = await openActorScene(under)
    answer = await run(scene, python.incydr, 'incydr_actors.py')
  }, 120_000)
  afterAll(() => scene?.close())
  const seen = (name: string) => answer.seen[name]

  it('calls every public method', () => callsAll('incydr SDK, actors', answer))

  it('searches and reads actors, by names with slashes too', () => {
    const { ada, grace } = scene.told.people
    expect(seen('search')).toEqual([[ada.username], 7, []])
    expect(seen('by_id')).toEqual([ada.username, true, true, 'Engineering', 'Analyst', grace.userUid])
    expect(seen('by_name')).toEqual([ada.username, ada.username, slashed, slashed])
  })

  it('reads families and prefers parents', () => {
    const { linus, edsger } = scene.told.people
    const [child, parent] = [linus.username, edsger.username]
    expect(seen('family')).toEqual([parent, [child], true, [parent, parent], [parent]])
  })

  it('writes notes and dates', () => {
    expect(seen('update')).toEqual([
      ['leaves', '2020-02-29', '2026-03-31'],
      ['stays', '2020-02-29', null],
    ])
  })

  it('reads, lists, filters and writes risk profiles', () => {
    const { ada, grace } = scene.told.people
    expect(seen('profile')).toEqual([ada.username, 'Engineering', grace.username, [ada.username], false])
    const only = [ada.username]
    expect(seen('profiles')).toEqual([2, 7, 7, [only, only, only, [], [], [], [], [], [], [], []]])
    const start = [2021, 1, 31]
    expect(seen('profile_update')).toEqual([
      [start, [2026, 12, 1], start],
      ['kept', null],
      [null, null],
    ])
  })

  it.each([
    ['no_id', 'ActorNotFoundError', null],
    ['no_name', 'ActorNotFoundError', null],
    ['no_exact_name', 'ActorNotFoundError', null],
    ['no_family', 'ActorNotFoundError', null],
    ['no_named_family', 'ActorNotFoundError', null],
    ['update_nobody', 'ActorNotFoundError', null],
    ['update_nothing', 'IncydrException', null],
    ['bad_date', 'DateParseError', null],
    ['page_too_large', 'HTTPError', 400],
    ['forbidden', 'HTTPError', 403],
    ['no_profile', 'HTTPError', 404],
    ['profile_forbidden', 'HTTPError', 403],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))
})

describe.skipIf(!parts.code42cli.present).each(stores)('py42 on user risk profiles, $dialect', (under) => {
  let scene: PeopleScene
  let answer: Answer
  beforeAll(async () => {
    scene = await openActorScene(under)
    answer = await run(scene, python.code42cli, 'py42_profiles.py')
  }, 120_000)
  afterAll(() => scene?.close())
  const seen = (name: string) => answer.seen[name]

  it('calls every public method', () => callsAll('py42, user risk profiles', answer))

  it('reads, lists and filters', () => {
    const { ada } = scene.told.people
    expect(seen('read')).toEqual([ada.username, ada.userUid, 'Engineering', [ada.username]])
    expect(seen('list')).toEqual([2, 7, 7, [ada.username]])
  })

  it('writes dates, notes and cloud names, and never what it does not name', () => {
    const first = { year: 2021, month: 1, day: 31 }
    expect(seen('update')).toEqual([
      [first, { year: 2026, month: 12, day: 1 }, 'kept'],
      [first, null, 'kept'],
      [{ year: 2022, month: 2, day: 1 }, null, null],
    ])
    const { username } = scene.told.people.grace
    expect(seen('aliases')).toEqual([[username, 'grace@cloud.example'], [username]])
  })

  it.each([
    ['no_id', 'Py42UserRiskProfileNotFound', 404],
    ['no_name', 'Py42NotFoundError', 200],
    ['update_nobody', 'Py42UserRiskProfileNotFound', 404],
    ['update_nothing', 'Py42Error', null],
    ['no_such_date', 'Py42BadRequestError', 400],
    ['alias_nobody', 'Py42UserRiskProfileNotFound', 404],
    ['take_nobody', 'Py42UserRiskProfileNotFound', 404],
    ['long_alias', 'Py42CloudAliasCharacterLimitExceededError', null],
    ['many_aliases', 'Py42CloudAliasLimitExceededError', 400],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))
})
