import { expect, it } from 'vitest'
import { python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import { type DetectionScene, ruleNames } from './scene.ts'

export const alertsThroughIncydr = (scene: () => DetectionScene): void => {
  const { provokesEveryException, seen } = drive(
    'incydr SDK, alerts',
    python.incydr,
    'detection/incydr_alerts.py',
    scene,
  )

  it('searches and sorts by every term there is', () => {
    const { alerts, strangers } = scene().told
    const onList = [['Leavers', 'CUSTOM', false]]
    const first = ruleNames.code
    expect(seen('search')).toEqual([strangers + 1, strangers + 1, first, true, 'N/A', onList])
    expect(seen('terms')).toEqual([[], [], []])
    expect(seen('filters')).toEqual([strangers, alerts - strangers, strangers + 3, 2])
    expect(seen('dates')).toEqual([alerts, 0, alerts, 0, alerts, 0, alerts, alerts])
  })

  it('reads details, changes states and notes', () => {
    expect(seen('details')).toEqual([true, ['holiday.jpg', 'holiday.jpg'], 1])
    expect(seen('states')).toEqual([
      Array(2).fill(['IN_PROGRESS', 'looking']),
      [
        ['IN_PROGRESS', 'found'],
        ['RESOLVED', 'looking'],
      ],
      200,
    ])
    expect(seen('problems')).toEqual([['IllegalValue'], ['IllegalOperator']])
  })

  it.each([
    ['no_query', 'ValueError', null],
    ['no_query_at_all', 'ValueError', null],
    ['no_values', 'ValueError', null],
    ['no_details', 'HTTPError', 404],
    ['state_of_nothing', 'HTTPError', 404],
    ['note_on_nothing', 'HTTPError', 404],
    ['forbidden', 'HTTPError', 403],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))

  provokesEveryException()
}

export const rulesThroughIncydr = (scene: () => DetectionScene): void => {
  const { provokesEveryException, seen } = drive(
    'incydr SDK, alert rules',
    python.incydr,
    'detection/incydr_rules.py',
    scene,
  )

  it('lists, reads and switches rules', () => {
    const { username } = scene().told.people.ada
    expect(seen('lists')).toEqual([10, true, true, 10])
    expect(seen('one')).toEqual([
      [ruleNames.listed, 'Medium', true, false, true],
      [true, null, 'INCLUDE', [username]],
      ['soc@people.example', 'removable-media', 'ThirdPartyIntegration'],
      [true, true],
    ])
    expect(seen('switches')).toEqual([
      [true, false],
      [true, true],
      [true, false],
      [false, false],
    ])
  })

  it('reads and empties lists of people', () => {
    const { username } = scene().told.people.ada
    const modes = [
      ['0', [[username]]],
      ['1', [[username, 'somebody@else.example']]],
    ]
    expect(seen('users')).toEqual([modes, 204, []])
  })

  it.each([
    ['no_list', 'MissingUsernameCriterionError', null],
    ['no_list_to_empty', 'HTTPError', 400],
    ['users_of_none', 'HTTPError', 404],
    ['no_rule', 'HTTPError', 404],
    ['enable_none', 'HTTPError', 404],
    ['enable_one_of_none', 'HTTPError', 404],
    ['disable_nothing', 'HTTPError', 400],
    ['page_too_large', 'HTTPError', 400],
    ['forbidden', 'HTTPError', 403],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))

  provokesEveryException()
}
