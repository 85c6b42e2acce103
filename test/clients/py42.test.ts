import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeed } from '../support/command.ts'
import { parts, python, root } from '../support/parts.ts'
import { admin } from '../support/server-process.ts'
import { matching, onSavedSearch, openScene, pagesOf, type Scene, savedSearchName } from './scene.ts'

interface Answer {
  readonly called: readonly string[]
  readonly seen: Readonly<Record<string, unknown>>
}

describe.skipIf(!parts.code42cli.present)('py42', () => {
  let scene: Scene
  let answer: Answer
  const seen = (name: string) => answer.seen[name]
  const count = (test: Parameters<typeof matching>[1]) => matching(scene.events, test)
  const walk = { pages: expect.any(Array), sorted: true }

  beforeAll(async () => {
    scene = await openScene()
    const printed = await succeed(join(python.code42cli, 'python'), [join(root, 'test/clients/py42_calls.py')], {
      input: JSON.stringify(scene.told),
      environment: { HOME: scene.home },
    })
    answer = JSON.parse(printed) as Answer
  }, 240_000)
  afterAll(() => scene?.close())

  it('connects with each of its three constructors', () => {
    expect(seen('current_user')).toBe(admin.username)
    expect(seen('tenant')).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
    expect(seen('jwt_provider')).toBe(seen('tenant'))
    expect(seen('login_configuration')).toBe('LOCAL_2FA')
  })

  it('may send a one-time password that the account does not need', () => {
    expect([seen('totp_text'), seen('totp_function')]).toEqual([admin.username, admin.username])
  })

  it('searches version 2', () => {
    const ofPerson = count((event) => event.user.email === scene.told.person)
    expect(seen('v2_search')).toMatchObject({ total: ofPerson, first: { user: { email: scene.told.person } } })
    expect(seen('v2_search_as_api_client')).toBe(ofPerson)
    expect(seen('v2_search_text')).toBe(ofPerson)
    expect(seen('v2_search_any')).toBe(
      count(({ file, destination }) => /\.docx$/i.test(file.name) || /^(Dropbox|ChatGPT)$/.test(destination.name)),
    )
    expect(seen('v2_search_not')).toBe(
      count(({ destination }) => !['Cloud Storage', 'Email'].includes(destination.category)),
    )
  })

  it('searches version 1', () => {
    const ofPerson = count((event) => event.user.email === scene.told.person)
    expect(seen('v1_search')).toMatchObject({ total: ofPerson, first: { deviceUserName: scene.told.person } })
    expect(seen('v1_search_names')).toBe(count(({ file }) => /\.docx$/i.test(file.name)))
    expect(seen('v1_guide')).toEqual(scene.events.slice(0, 3).map(({ file }) => file.hash.md5))
  })

  it('walks over every page, each event once and in order', () => {
    const pages = pagesOf(scene.events.length, 1000)
    expect(seen('v2_all')).toEqual({ ...walk, pages, different: scene.events.length })
    expect(seen('v1_all')).toEqual({ ...walk, pages, different: scene.events.length })
  })

  it('raises its own exceptions for bad tokens and bad queries', () => {
    expect(seen('v2_bad_token')).toEqual({ raised: 'Py42InvalidPageTokenError', token: 'no\\"such' })
    expect(seen('bad_query')).toBe('INVALID_PAGE_SIZE')
  })

  it('lists, reads and runs saved searches', () => {
    const found = count(onSavedSearch)
    expect(seen('v2_saved_list')).toEqual([savedSearchName])
    expect(seen('v1_saved_list')).toEqual([])
    expect(seen('v2_saved_one')).toMatchObject({ id: scene.told.savedSearch, name: savedSearchName, apiVersion: 2 })
    expect(seen('v2_saved_query')).toBe(found)
    expect(seen('v2_saved_execute')).toEqual([5, 5, found])
    expect(seen('saved_unknown')).toBe('Py42NotFoundError')
  })

  it('raises Py42UnauthorizedError for credentials that are not right', () => {
    const refused = { raised: 'Py42UnauthorizedError', status: 401 }
    expect(seen('wrong_password')).toMatchObject({ ...refused, message: expect.stringContaining('LoginConfig: LOCAL') })
    expect(seen('unknown_user')).toMatchObject({ ...refused, message: expect.stringContaining('LOCAL_2FA') })
    expect(seen('wrong_secret')).toMatchObject(refused)
    expect(seen('wrong_token')).toMatchObject(refused)
  })

  it('was exercised over its methods for events, tenants and tokens', () => {
    console.log(`py42: ${answer.called.length} methods exercised: ${answer.called.join(', ')}`)
    expect(answer.called.length).toBeGreaterThanOrEqual(15)
  })
})
