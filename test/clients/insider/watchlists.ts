import { expect, it } from 'vitest'
import { python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import { department, type InsiderScene } from './scene.ts'

const refused = (status: number) => ({ raised: 'HTTPError', status })
const versions = ['v2', 'v1'] as const

export const watchlistsThroughIncydr = (scene: () => InsiderScene): void => {
  const { provokesEveryException, seen } = drive(
    'incydr SDK, watchlists',
    python.incydr,
    'insider/incydr_watchlists.py',
    scene,
  )

  it.each(versions)('%s makes, fills, reads and empties lists', (version) => {
    const of = (step: string) => seen(`${version}_${step}`)
    const title = `Deals ${version}`
    expect(of('list')).toEqual(['CUSTOM', title, title, 'x', [true, 1], 1])
    expect(of('people')).toEqual(Array(2).fill([true, true]))
    expect(of('places')).toEqual([[department], true, department, true])
    expect(of('members')).toEqual([true, 2, true, [1, 1, 1, 1], true])
    expect(of('walks')).toEqual(version === 'v2' ? [2, 1, 1, 1, 1] : null)
    expect(of('removal')).toEqual([0, 200, 0])
  })

  it.each(versions)('%s is refused as the client knows it', (version) => {
    const outcomes = {
      ...{ type_again: refused(400), only_custom: refused(400), add_nobody: refused(400), add_nowhere: refused(400) },
      ...{ no_department: refused(400), no_group: refused(400), no_member: refused(404), gone: refused(404) },
      ...{ no_title: { raised: 'ValueError' }, no_name: { raised: 'WatchlistNotFoundError' }, forbidden: refused(403) },
    }
    for (const [name, outcome] of Object.entries(outcomes))
      expect([name, seen(`${version}_${name}`)]).toMatchObject([name, outcome])
  })

  provokesEveryException()
}

export const watchlistsThroughPy42 = (scene: () => InsiderScene): void => {
  const { all, provokesEveryException, seen } = drive(
    'py42, watchlists',
    python.code42cli,
    'insider/py42_watchlists.py',
    scene,
  )

  it('makes lists of every type, fills, reads and empties them', () => {
    expect(all()).toMatchObject({
      types: [['Mergers', 'x', 'CUSTOM'], true, true],
      add: [200, 200],
      read: [true, true, scene().told.people.ada.username],
      numbers: [200, true],
      remove: [200, 200, []],
      delete: [200, 200],
    })
  })

  it.each([
    ['wrong_type', 'Py42InvalidWatchlistType', 400],
    ['no_list', 'Py42WatchlistNotFound', 404],
    ['delete_again', 'Py42WatchlistNotFound', 404],
    ['no_members', 'Py42WatchlistNotFound', 404],
    ['add_to_no_list', 'Py42WatchlistNotFound', 400],
    ['remove_from_no_list', 'Py42WatchlistNotFound', 400],
    ['no_member', 'Py42WatchlistOrUserNotFound', 404],
    ['add_nobody', 'Py42NotFoundError', 400],
    ['remove_nobody', 'Py42NotFoundError', 400],
    ['too_many', 'Py42BadRequestError', 400],
    ['no_such_type', 'Py42Error', null],
    ['no_title', 'ValueError', null],
    ['forbidden', 'Py42ForbiddenError', 403],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))

  provokesEveryException()
}
