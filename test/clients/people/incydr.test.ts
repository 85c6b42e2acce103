import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts, python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import { openPeopleScene, type PeopleScene } from './scene.ts'

const stores = storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES)

describe.skipIf(!parts.incydr.present).each(stores)('incydr on people and machines, $dialect', (under) => {
  let scene: PeopleScene
  const told = () => scene.told

  beforeAll(async () => {
    scene = await openPeopleScene(under)
  }, 120_000)
  afterAll(() => scene?.close())

  const { provokesEveryException, seen } = drive(
    'incydr SDK, people and machines',
    python.incydr,
    'people/incydr_people.py',
    () => scene,
  )

  provokesEveryException()

  it('finds and lists users', () => {
    const { ada, grace } = told().people
    const { orgGuid } = told().sales
    expect(seen('users_one')).toEqual([ada.username, String(ada.userId), ada.userUid, orgGuid, true, false])
    const nobody = { inactive: [], blocked: [] }
    expect(seen('users_list')).toEqual({ page: [2, 6], all: 6, name: [grace.username], ...nobody, active: 6 })
    expect(seen('users_devices')).toEqual([[told().machines.laptop], ['server'], 2])
  })

  it('gives, takes and replaces roles, deactivates, activates and moves', () => {
    const both = ['desktop-user', 'org-help-desk']
    const [desktop, desk] = both
    expect(seen('users_roles')).toEqual([both, both, [desk], [desktop], ['proe-user'], []])
    expect(seen('roles')).toEqual(['org-admin', true, true])
    expect(seen('users_turns')).toEqual([200, [false, true, false], 200, [true, false, true]])
    expect(seen('users_move')).toEqual([told().lab.orgGuid, told().sales.orgGuid])
  })

  it('creates, changes, lists and turns organizations', () => {
    expect(seen('orgs')).toEqual({
      read: ['Archive', 'ref-1', told().lab.orgGuid, 'old things', 0],
      parent: told().root.orgGuid,
      updated: ['Attic', 'ref-2', null],
      off: [200, false],
      inactive: ['Attic'],
      on: [200, true],
      all: [['Attic', 'By default', 'Lab', 'Sales', 'Spillway'], 5],
    })
  })

  it('reads, filters, changes and turns agents', () => {
    const facts = ['laptop', told().people.ada.userUid, 'Windows', true, 'SN-1', 'CODE42AAT']
    expect(seen('agents_one')).toEqual(facts)
    const all = ['laptop', 'mac', 'server', 'spare']
    expect(seen('agents_list')).toEqual({
      page: [1, 4],
      all,
      descending: all.toReversed(),
      connected: 4,
      silent: [],
      healthy: 4,
      ill: [],
      issues: [],
      modified: [],
      user: ['laptop'],
      serial: ['laptop'],
      systems: ['laptop', 'mac'],
      linux: ['server', 'spare'],
      type: 0,
      inactive: [],
    })
    expect(seen('agents_update')).toEqual([204, 'renamed', 'asset 7'])
    expect(seen('agents_turns')).toEqual([204, [false, false], 204, [false, true], 204, [true, true]])
  })

  it('turns all agents of a request or none of them', () => {
    expect(seen('agents_unknown')).toEqual([404, ['987654'], true])
  })

  it('reads and lists devices', () => {
    expect(seen('devices')).toEqual({
      one: ['laptop', told().people.ada.userUid, told().sales.orgGuid, 'Active'],
      page: [1, 4],
      all: ['spare', 'server', 'mac', 'laptop'],
      filtered: [[], []],
      sorted: [true, true, true, true],
    })
  })

  it('lists departments and directory groups, and knows the tenant', () => {
    const every = ['Engineering', 'Finance', 'Legal']
    expect(seen('departments')).toEqual([every.slice(0, 2), 3, every, ['Finance']])
    expect(seen('directory_groups')).toEqual([1, 2, ['All hands', 'On call'], ['group-All hands']])
    const customer = { name: 'Spillway', registrationKey: expect.any(String), tenantId: expect.any(String) }
    expect(seen('customer')).toEqual(customer)
  })

  it.each([
    ['user_not_found', 'HTTPError', 404],
    ['user_name_not_found', 'ValueError', null],
    ['role_not_found', 'RoleNotFoundError', null],
    ['role_not_held', 'RoleProcessingError', null],
    ['move_nowhere', 'HTTPError', 400],
    ['turn_nobody', 'HTTPError', 404],
    ['org_not_found', 'HTTPError', 404],
    ['org_no_name', 'HTTPError', 400],
    ['org_no_parent', 'HTTPError', 400],
    ['root_stays', 'HTTPError', 400],
    ['agent_not_found', 'HTTPError', 404],
    ['agent_update_not_found', 'HTTPError', 404],
    ['agent_no_name', 'HTTPError', 400],
    ['device_not_found', 'HTTPError', 404],
    ['forbidden_users', 'HTTPError', 403],
    ['forbidden_agents', 'HTTPError', 403],
    ['forbidden_devices', 'HTTPError', 403],
    ['forbidden_orgs', 'HTTPError', 403],
    ['forbidden_departments', 'HTTPError', 403],
    ['forbidden_groups', 'HTTPError', 403],
    ['wrong_secret', 'HTTPError', 401],
  ])('is refused at %s with %s', (name, raised, status) => {
    expect(seen(name)).toEqual({ raised, status })
  })
})
