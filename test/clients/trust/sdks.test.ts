import { join } from 'node:path'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeed } from '../../support/command.ts'
import { parts, python, root } from '../../support/parts.ts'
import { openTrustScene, type TrustScene } from './scene.ts'

interface Answer {
  readonly every: readonly string[]
  readonly called: readonly string[]
  readonly seen: Readonly<Record<string, unknown>>
}

const stores = storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES)

const callsOf = async (scene: TrustScene, environment: string, script: string): Promise<Answer> =>
  JSON.parse(
    await succeed(join(environment, 'python'), [join(root, 'test/clients/trust', script)], {
      input: JSON.stringify(scene.told),
      environment: { HOME: scene.home },
    }),
  ) as Answer

const expectEveryMethod = (client: string, { every, called }: Answer) => {
  const missing = every.filter((name) => !called.includes(name))
  console.log(`${client}, trusted activities: ${every.length - missing.length} of ${every.length} methods exercised`)
  expect(missing).toEqual([])
}

describe.skipIf(!parts.code42cli.present).each(stores)('py42 on trusted activities, $dialect', (under) => {
  let scene: TrustScene
  let answer: Answer
  beforeAll(async () => {
    scene = await openTrustScene(under)
    answer = await callsOf(scene, python.code42cli, 'py42_trust.py')
  }, 120_000)
  afterAll(() => scene?.close())

  it('calls every public method', () => expectEveryMethod('py42', answer))

  it('creates, finds, changes and removes', () => {
    expect(answer.seen).toMatchObject({
      create: [
        ['DOMAIN', 'partner.example', 'a partner', scene.told.username],
        ['SLACK', 'Partner Place', null, scene.told.username],
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
})

describe.skipIf(!parts.incydr.present).each(stores)('the SDK of incydr on trusted activities, $dialect', (under) => {
  let scene: TrustScene
  let answer: Answer
  beforeAll(async () => {
    scene = await openTrustScene(under)
    answer = await callsOf(scene, python.incydr, 'incydr_trust.py')
  }, 120_000)
  afterAll(() => scene?.close())

  it('calls every public method', () => expectEveryMethod('incydr', answer))

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
      get_trusted_activity: ['Partner Place', 'theirs', 'API_KEY', scene.told.clientId, true],
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
})
