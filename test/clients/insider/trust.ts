import { beforeAll, expect, it } from 'vitest'
import { python } from '../../support/parts.ts'
import { type Answer, callsOf, expectEveryException, expectEveryMethod, raisedIn } from '../calls.ts'
import type { InsiderScene } from './scene.ts'

export const trustThroughPy42 = (scene: () => InsiderScene): void => {
  let answer: Answer
  beforeAll(async () => {
    answer = await callsOf(python.code42cli, 'insider/py42_trust.py', scene())
  }, 120_000)
  const told = () => scene().told

  it('calls every public method', () => expectEveryMethod('py42, trusted activities', answer))

  it('creates, finds, changes and removes', () => {
    expect(answer.seen).toMatchObject({
      create: [
        ['DOMAIN', 'partner.example', 'a partner', told().username],
        ['SLACK', 'Partner Place', null, told().username],
      ],
      get_all: [
        [['partner.example', 'Partner Place']],
        [['Partner Place']],
        [['partner.example'], ['Partner Place'], []],
      ],
      get: 'Partner Place',
      update: [
        ['Partner Place', 'theirs'],
        ['Other Place', 'theirs'],
      ],
      delete: [[204, 204, 204], [[]]],
    })
  })

  it('maps every refusal to its exception', () => {
    const raised = Object.entries(answer.seen).flatMap(([name, outcome]) =>
      typeof outcome === 'object' && outcome !== null && 'raised' in outcome ? [[name, outcome.raised]] : [],
    )
    expect(Object.fromEntries(raised)).toEqual({
      create_long: 'Py42DescriptionLimitExceededError',
      update_long: 'Py42DescriptionLimitExceededError',
      create_bad: 'Py42TrustedActivityInvalidCharacterError',
      update_bad: 'Py42TrustedActivityInvalidCharacterError',
      create_again: 'Py42TrustedActivityConflictError',
      update_again: 'Py42TrustedActivityConflictError',
      get_none: 'Py42TrustedActivityIdNotFound',
      update_none: 'Py42TrustedActivityIdNotFound',
      delete_none: 'Py42TrustedActivityIdNotFound',
    })
  })

  it('provokes every exception', () =>
    expectEveryException('py42, trusted activities', answer.seen.exceptions as string[], raisedIn(answer)))
}

export const trustThroughIncydr = (scene: () => InsiderScene): void => {
  let answer: Answer
  beforeAll(async () => {
    answer = await callsOf(python.incydr, 'insider/incydr_trust.py', scene())
  }, 120_000)
  const told = () => scene().told

  it('calls every public method', () => expectEveryMethod('incydr SDK, trusted activities', answer))

  it('adds every type with every action', () => {
    const everything = {
      ...{ FILE_UPLOAD: 0, GIT_PUSH: 0, FILE_TRANSFER: 0, CLOUD_SYNC: 4, CLOUD_SHARE: 3, EMAIL: 3 },
      USER_ACCOUNT_UPLOAD: 16,
    }
    expect(answer.seen.add_domain).toEqual([everything, true, { GIT_PUSH: [] }, false, null])
    expect(answer.seen.add_others).toEqual([
      ['URL_PATH', 'git.example/team', {}],
      ['SLACK', 'Partner Place', {}],
      ['ACCOUNT_NAME', 'OneDrive - Us', { CLOUD_SYNC: ['DROPBOX', 'ONE_DRIVE'] }],
      ['GIT_REPOSITORY_URI', 'git.example:team/code', { GIT_PUSH: [] }],
    ])
  })

  it('reads, lists, changes and removes', () => {
    expect(answer.seen).toMatchObject({
      get_trusted_activity: ['Partner Place', 'theirs', 'API_KEY', told().clientId, true],
      get_page: [6, ['git.example:team/code', 'git.example/team'], 1],
      update: ['changed', false, true],
      delete: [[200, 200, 200, 200, 200, 200], 0],
    })
    expect(answer.seen.iter_all).toHaveLength(6)
  })

  it('meets its refusals', () => {
    const refused = (status: number) => ({ raised: 'HTTPError', status })
    expect(answer.seen).toMatchObject({
      no_actions: { raised: 'MissingActivityActionGroupsError' },
      no_services: { raised: 'ValueError' },
      ...{ again: refused(409), bad: refused(400), missing: refused(404) },
    })
  })

  it('provokes every exception', () =>
    expectEveryException('incydr SDK, trusted activities', answer.seen.exceptions as string[], raisedIn(answer)))
}
