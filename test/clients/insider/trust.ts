import { expect, it } from 'vitest'
import { python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import type { InsiderScene } from './scene.ts'

export const trustThroughPy42 = (scene: () => InsiderScene): void => {
  const { all, provokesEveryException } = drive(
    'py42, trusted activities',
    python.code42cli,
    'insider/py42_trust.py',
    scene,
  )
  const told = () => scene().told

  it('creates, finds, changes and removes', () => {
    expect(all()).toMatchObject({
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
    const raised = Object.entries(all()).flatMap(([name, outcome]) =>
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

  provokesEveryException()
}

export const trustThroughIncydr = (scene: () => InsiderScene): void => {
  const { all, provokesEveryException, seen } = drive(
    'incydr SDK, trusted activities',
    python.incydr,
    'insider/incydr_trust.py',
    scene,
  )
  const told = () => scene().told

  it('adds every type with every action', () => {
    const everything = {
      ...{ FILE_UPLOAD: 0, GIT_PUSH: 0, FILE_TRANSFER: 0, CLOUD_SYNC: 4, CLOUD_SHARE: 3, EMAIL: 3 },
      USER_ACCOUNT_UPLOAD: 16,
    }
    expect(seen('add_domain')).toEqual([everything, true, { GIT_PUSH: [] }, false, null])
    expect(seen('add_others')).toEqual([
      ['URL_PATH', 'git.example/team', {}],
      ['SLACK', 'Partner Place', {}],
      ['ACCOUNT_NAME', 'OneDrive - Us', { CLOUD_SYNC: ['DROPBOX', 'ONE_DRIVE'] }],
      ['GIT_REPOSITORY_URI', 'git.example:team/code', { GIT_PUSH: [] }],
    ])
  })

  it('reads, lists, changes and removes', () => {
    expect(all()).toMatchObject({
      get_trusted_activity: ['Partner Place', 'theirs', 'API_KEY', told().clientId, true],
      get_page: [6, ['git.example:team/code', 'git.example/team'], 1],
      update: ['changed', false, true],
      delete: [[200, 200, 200, 200, 200, 200], 0],
    })
    expect(seen('iter_all')).toHaveLength(6)
  })

  it('meets its refusals', () => {
    const refused = (status: number) => ({ raised: 'HTTPError', status })
    expect(all()).toMatchObject({
      no_actions: { raised: 'MissingActivityActionGroupsError' },
      no_services: { raised: 'ValueError' },
      ...{ again: refused(409), bad: refused(400), missing: refused(404) },
    })
  })

  provokesEveryException()
}
