import { expect, it } from 'vitest'
import { python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import { type DetectionScene, ruleNames } from './scene.ts'

export const alertsThroughPy42 = (scene: () => DetectionScene): void => {
  const { seen } = drive('py42, alerts', python.code42cli, 'detection/py42_alerts.py', scene)

  it('finds alerts by everything that it can ask for, page by page', () => {
    const { alerts, strangers } = scene().told
    const byStick = strangers + 1
    const ofAda = [ruleNames.code, ruleNames.listed, ruleNames.stick]
    expect(seen('search')).toEqual([ofAda, byStick - 20, byStick, byStick, byStick])
    expect(seen('strings')).toEqual([
      [3, alerts - 3, 5, alerts - 5, strangers, alerts - strangers],
      [byStick, 1, byStick, byStick, 2],
    ])
    expect(seen('choices')).toEqual([[1, byStick, 1], [alerts, 0, 0], alerts, alerts])
    expect(seen('dates')).toEqual([alerts, 0, alerts, 0, alerts, alerts, 0])
    expect(seen('clauses')).toEqual([1, byStick + 2])
  })

  it('reads details and roll-ups', () => {
    const byStick = scene().told.strangers + 1
    expect(seen('details')).toEqual([2, ['plan.docx', 'plan.docx'], true])
    expect(seen('all_details')).toEqual([byStick, true, true])
    expect(seen('aggregate')).toEqual([true, 1, null])
  })

  it('changes states and notes', () => {
    expect(seen('states')).toEqual([
      ['OPEN', null, false],
      Array(2).fill(['RESOLVED', 'known', true]),
      ['PENDING', 'to be asked', true],
      ['OPEN', 'asked', true],
      200,
    ])
  })

  it('tells what is wrong with a search, and leads to rules', () => {
    expect(seen('problems')).toEqual(['IllegalValue'])
    expect(seen('rules')).toBe(ruleNames.stick)
  })

  it.each([
    ['no_details', 'Py42NotFoundError', 404],
    ['no_aggregate', 'Py42NotFoundError', 404],
    ['resolve_nothing', 'Py42NotFoundError', 404],
    ['note_on_nothing', 'Py42NotFoundError', 404],
    ['strange_state', 'Py42BadRequestError', 400],
    ['long_note', 'Py42BadRequestError', 400],
    ['too_many', 'Py42BadRequestError', 400],
    ['forbidden', 'Py42ForbiddenError', 403],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))
}

export const rulesThroughPy42 = (scene: () => DetectionScene): void => {
  const { provokesEveryException, seen } = drive(
    'py42, alert rules and rules by type',
    python.code42cli,
    'detection/py42_rules.py',
    scene,
  )

  it('lists and finds', () => {
    const rules = 10
    expect(seen('lists')).toEqual([rules, true, true, rules])
    expect(seen('finds')).toEqual([true, true, false, []])
  })

  it('reads rules by their type', () => {
    expect(seen('types')).toEqual([
      [ruleNames.stick, true, 'HIGH'],
      [ruleNames.share, { publicOnTheWeb: true, publicViaLink: true, outsideTrustedDomains: false }],
      [ruleNames.mismatch, 'ALL_USERS'],
      [],
    ])
  })

  it('puts people on lists and takes them off', () => {
    expect(seen('users')).toEqual([200, [scene().told.people.grace.username], 200, 1, 200, []])
  })

  it.each([
    ['add_to_none', 'Py42InvalidRuleError', 404],
    ['remove_from_none', 'Py42NotFoundError', 404],
    ['add_nobody', 'Py42UserRiskProfileNotFound', 404],
    ['add_to_system', 'Py42InvalidRuleOperationError', 500],
    ['remove_from_system', 'Py42InvalidRuleOperationError', 500],
    ['empty_system', 'Py42InvalidRuleOperationError', 500],
    ['remove_unlisted', 'Py42BadRequestError', 400],
    ['no_list', 'Py42BadRequestError', 400],
    ['forbidden', 'Py42ForbiddenError', 403],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))

  provokesEveryException()
}
