import { expect, it } from 'vitest'
import { python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import { type InsiderScene, slashed } from './scene.ts'

export const actorsThroughIncydr = (scene: () => InsiderScene): void => {
  const { provokesEveryException, seen } = drive(
    'incydr SDK, actors and risk profiles',
    python.incydr,
    'insider/incydr_actors.py',
    scene,
  )
  const people = () => scene().told.people

  it('searches and reads actors, by names with slashes too', () => {
    const { ada, grace } = people()
    expect(seen('search')).toEqual([[ada.username], 7, []])
    expect(seen('by_id')).toEqual([ada.username, true, true, 'Engineering', 'Analyst', grace.userUid])
    expect(seen('by_name')).toEqual([ada.username, ada.username, slashed, slashed])
  })

  it('reads families and prefers parents', () => {
    const { linus, edsger } = people()
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
    const { ada, grace } = people()
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

  provokesEveryException()
}

export const profilesThroughPy42 = (scene: () => InsiderScene): void => {
  const { provokesEveryException, seen } = drive(
    'py42, user risk profiles',
    python.code42cli,
    'insider/py42_profiles.py',
    scene,
  )
  const people = () => scene().told.people

  it('reads, lists and filters', () => {
    const { ada } = people()
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
    const { username } = people().grace
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
    ['taken_alias', 'Py42ConflictError', 409],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))

  provokesEveryException()
}
