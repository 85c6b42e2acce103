import { expect, it } from 'vitest'
import { python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import { type DetectionScene, ruleNames } from './scene.ts'

export const sessionsThroughIncydr = (scene: () => DetectionScene): void => {
  const { provokesEveryException, seen } = drive(
    'incydr SDK, sessions',
    python.incydr,
    'detection/incydr_sessions.py',
    scene,
  )
  /** Of the strangers, ada, grace and linus. */
  const all = () => scene().told.strangers + 3

  it('searches by everything that it can ask for, page by page', () => {
    const { ada } = scene().told.people
    const raised = [ruleNames.code, ruleNames.listed, ruleNames.stick]
    expect(seen('search')).toEqual([all(), all(), true, all()])
    expect(seen('filters')).toEqual([
      [ada.username, 'STANDARD', raised],
      [all(), 1, all()],
      [all(), 0],
      [1, 0],
      [all(), 0],
      true,
      [1, 2],
      [1, 0],
      [0, 0, 0],
    ])
    expect(seen('times')).toEqual([
      [all(), 0, all(), 0],
      [all(), 0],
    ])
    expect(seen('sorted')).toEqual([true, true])
  })

  it('reads a session and its events', () => {
    expect(seen('one')).toEqual([scene().told.people.linus.username, 1, 'OPEN', ['holiday.jpg'], 1])
  })

  it('changes states, those of the alerts too, and sees what is changed through them', () => {
    const history = [
      ['OPEN', 'OPEN', 'OPEN'],
      ['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS'],
      ['CLOSED', 'CLOSED', 'RESOLVED'],
      ['CLOSED_TP', 'CLOSED_TP', 'RESOLVED_TP'],
      ['CLOSED_TP', 'CLOSED_TP_BENIGN', 'RESOLVED_TP'],
      ['CLOSED_FP', 'CLOSED_FP', 'RESOLVED_FP'],
      ['CLOSED', 'CLOSED', 'RESOLVED'],
    ]
    expect(seen('states')).toEqual([history, ['OPEN', 'OPEN', 'OPEN']])
    expect(seen('criteria')).toEqual([1, scene().told.strangers + 1, all()])
    expect(seen('notes')).toEqual([204, ['first', 'second']])
  })

  it.each([
    ['long_note', 'ValueError', null],
    ['no_session', 'HTTPError', 404],
    ['no_events', 'HTTPError', 404],
    ['no_alerts', 'HTTPError', 404],
    ['state_of_none', 'HTTPError', 404],
    ['note_on_none', 'HTTPError', 404],
    ['strange_state', 'HTTPError', 400],
    ['servers_state', 'HTTPError', 400],
    ['page_too_large', 'HTTPError', 400],
    ['forbidden', 'HTTPError', 403],
  ])('is refused at %s with %s', (name, raised, status) => expect(seen(name)).toEqual({ raised, status }))

  provokesEveryException()
}
