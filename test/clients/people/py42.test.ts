import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts, python } from '../../support/parts.ts'
import { drive } from '../calls.ts'
import { destination } from './fill.ts'
import { openPeopleScene, type PeopleScene } from './scene.ts'

const stores = storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES)
const allFiles = [['/home/', '/srv/', '/opt/'], [], ['.*\\.bak']]
const backupSet = {
  popped: '/etc/',
  locked_destination: { [destination.guid]: `${destination.name} <LOCKED>` },
  removed: {},
  after: allFiles,
  destinations: { [destination.guid]: destination.name },
}

describe.skipIf(!parts.code42cli.present).each(stores)('py42 on people and machines, $dialect', (under) => {
  let scene: PeopleScene
  const told = () => scene.told

  beforeAll(async () => {
    scene = await openPeopleScene(under)
  }, 120_000)
  afterAll(() => scene?.close())

  const { provokesEveryException, seen } = drive(
    'py42, people and machines',
    python.code42cli,
    'people/py42_people.py',
    () => scene,
  )

  it('creates, invites and finds users', () => {
    expect(seen('users_create')).toEqual({
      username: 'new@people.example',
      email: 'new.mail@people.example',
      firstName: 'New',
      lastName: 'Person',
      notes: 'first day',
      orgUid: told().sales.orgUid,
      status: 'Active',
      signs_in: 'new@people.example',
    })
    expect(seen('users_invited')).toEqual([true, true])
    const { userId, userUid } = told().people.ada
    expect(seen('users_one')).toEqual({ found: [userUid, userId, userUid, 1], roles: [] })
    expect(seen('users_current')).toEqual([told().username, userUid])
  })

  it('lists and filters users', () => {
    expect(seen('users_page')).toEqual([3, 8])
    expect(seen('users_filters')).toEqual({
      all: 8,
      pages: 5,
      unique: 8,
      email: ['new@people.example'],
      org: 7,
      other_org: [],
      role: [told().username],
      q: ['grace@people.example'],
      inactive: [],
      active: 8,
    })
  })

  it('reads what the directory tells of a user', () => {
    const { ada, grace, linus } = told().people
    const profile = { userId: ada.userUid, title: 'Analyst', department: 'Engineering', managerUserId: grace.userUid }
    const nothing = { userId: linus.userUid, title: null, department: null, hasScimUserData: false }
    expect(seen('users_scim')).toMatchObject([{ ...profile, hasScimUserData: true }, nothing])
  })

  it('blocks, deactivates and reactivates users, and their tokens and machines with them', () => {
    expect(seen('users_block')).toEqual([200, [true, 'Active, Blocked'], 200, [false, 'Active']])
    const before = told().people.linus.username
    expect(seen('users_deactivate')).toEqual({ before, active: false, blocked: true, machine: 'Deactivated' })
    expect(seen('users_reactivate')).toEqual([true, false, before])
  })

  it('moves and changes users, and gives and takes their roles', () => {
    expect(seen('users_move')).toEqual([told().lab.orgUid, told().sales.orgUid])
    const names = { username: 'maggie@people.example', email: 'maggie.mail@people.example' }
    const changed = { ...names, firstName: 'Maggie', lastName: 'Changed', notes: 'renamed', quotaInBytes: 5e9 }
    const only = { username: names.username, notes: 'again', quotaInBytes: 5e9 }
    expect(seen('users_update')).toEqual([changed, only, names.username])
    const both = ['desktop-user', 'org-help-desk']
    expect(seen('users_roles')).toEqual(['desktop-user', [], both, ['Desktop User', 'Org Help Desk'], []])
  })

  it('creates, finds and changes organizations', () => {
    const facts = { orgName: 'Archive', orgExtRef: 'ref-1', notes: 'old things' }
    expect(seen('orgs_create')).toEqual({ ...facts, parentOrgUid: told().lab.orgUid, status: 'Active' })
    expect(seen('orgs_one')).toEqual([true, 'Archive', 0])
    expect(seen('orgs_map')).toBe(true)
    expect(seen('orgs_list')).toEqual([2, 4, ['Archive', 'Lab', 'Sales', 'Spillway']])
    const named = ['Attic', 'old things', 'ref-1']
    expect(seen('orgs_update')).toEqual([named, ['Attic', 'dusty', 'ref-2']])
    expect(seen('orgs_current')).toEqual([told().root.orgUid, told().sales.orgUid])
  })

  it('blocks, deactivates and reactivates organizations with their users', () => {
    const active = [true, false, 'Active']
    expect(seen('orgs_block')).toEqual([200, [true, true, 'Active, Blocked'], 200, active])
    expect(seen('orgs_deactivate')).toEqual([[false, false, 'Deactivated'], false, active, true])
    expect(seen('orgs_agent_state')).toEqual([true, [told().machines.mac]])
  })

  it('reads, lists and filters devices with their backups', () => {
    expect(seen('devices_one')).toEqual({
      guid: told().machines.laptop,
      id: true,
      usage: [destination.name, 111_170, 'ARCHIVE_V1', 99.5],
      history: [],
      owner: [told().people.ada.userUid, told().sales.orgUid],
      system: 'mac',
      plain: false,
    })
    expect(seen('devices_page')).toEqual([3, 4, 0, 0])
    expect(seen('devices_filters')).toEqual({
      all: 4,
      pages: [2, 2, 0],
      user: true,
      org: 4,
      other_org: [],
      destination: true,
      q: true,
      blocked: [],
      inactive: [],
      usage: [1, 0, 0, 0],
      no_counts: false,
    })
  })

  it('blocks, deactivates, deauthorizes and upgrades devices', () => {
    const states = ['Active, Blocked', 'Active', 'Deactivated', 'Active', 'Active, Deauthorized']
    expect(seen('devices_turns')).toEqual(states.map((state) => [true, state]))
    const state = { deviceGuid: told().machines.mac, name: 'fullDiskAccess', value: 'true' }
    expect(seen('devices_agent_state')).toEqual([state, 'true'])
    expect(seen('devices_upgrade')).toBe(200)
  })

  it('writes back the settings of a machine that does not back up', () => {
    const guid = told().machines.server
    expect(seen('incydr_device')).toMatchObject({
      class: 'IncydrDeviceSettings',
      facts: { name: 'server', guid, org_id: told().sales.orgId, user_id: told().people.grace.userId },
      before: [null, null],
      changes: ['external_reference', 'notes'],
      after: ['asset 7', 'under the desk'],
    })
  })

  it('writes back the settings and backup sets of a machine that backs up', () => {
    expect(seen('backup_device')).toMatchObject({
      class: 'DeviceSettings',
      facts: { guid: told().machines.laptop, java_memory_heap_max: '1024m' },
      before: { name: 'laptop', warning_email_enabled: false, warning_alert_days: 3, critical_alert_days: 5 },
      kept: true,
      destinations: { [destination.guid]: destination.name },
    })
    const before = [['/home/'], ['/home/cache/'], ['.*\\.tmp']]
    expect(seen('backup_sets')).toEqual({ ...backupSet, before, locked: false })
  })

  it('writes back the settings of an organization', () => {
    const facts = [told().lab.orgId, expect.any(String)]
    expect(seen('org_settings')).toMatchObject({ facts, error: false, lost: {}, before: { org_name: 'Lab' } })
    expect(seen('org_packets')).toMatchObject({ error: false, lost: {}, packets: expect.any(Number) })
    const destinations = { [destination.guid]: destination.name }
    expect(seen('org_device_defaults')).toMatchObject({ error: false, lost: {}, destinations })
    expect(seen('org_backup_sets')).toMatchObject({ ...backupSet, error: false })
    expect(seen('org_settings_refused')).toEqual([true, 'Py42BadRequestError', 'Laboratory'])
  })

  it('finds the tenant, how to sign in, and every service on the one host', () => {
    const uid = expect.stringMatching(/^[0-9a-f-]{36}$/)
    expect(seen('tenant')).toEqual([expect.objectContaining({ tenantUid: uid, name: 'Spillway' }), uid, uid])
    expect(seen('login_configuration')).toEqual(['LOCAL_2FA', 'LOCAL_2FA'])
    expect(seen('service_keys')).toEqual([told().url])
  })

  it.each([
    ['duplicate', 'Py42UserAlreadyExistsError', 500],
    ['no_mail_name', 'Py42UsernameMustBeEmailError', 500],
    ['bad_mail', 'Py42InvalidEmailError', 500],
    ['bad_password', 'Py42InvalidPasswordError', 500],
    ['bad_name', 'Py42InvalidUsernameError', 500],
    ['bad_quota', 'Py42BadRequestError', 400],
    ['users_no_org', 'Py42OrgNotFoundError', 400],
    ['create_no_org', 'Py42BadRequestError', 400],
    ['user_not_found', 'Py42NotFoundError', 404],
    ['user_uid_not_found', 'Py42NotFoundError', 404],
    ['client_is_no_user', 'Py42NotFoundError', 404],
    ['deactivate_self', 'Py42BadRequestError', 400],
    ['move_nowhere', 'Py42BadRequestError', 400],
    ['no_permission', 'Py42ForbiddenError', 403],
    ['no_permission_list', 'Py42ForbiddenError', 403],
    ['users_token_dead', 'Py42UnauthorizedError', 401],
    ['users_no_sign_in', 'Py42UnauthorizedError', 401],
    ['too_many_tries', 'Py42TooManyRequestsError', 429],
    ['orgs_client_current', 'Py42InternalServerError', 500],
    ['org_not_found', 'Py42Error', null],
    ['org_uid_not_found', 'Py42Error', null],
    ['org_without_parent', 'Py42Error', null],
    ['org_name_missing', 'Py42BadRequestError', 400],
    ['root_stays', 'Py42BadRequestError', 400],
    ['agent_state_unknown', 'Py42NotFoundError', 404],
    ['device_not_found', 'Py42NotFoundError', 404],
    ['device_guid_not_found', 'Py42NotFoundError', 404],
    ['block_not_found', 'Py42NotFoundError', 404],
    ['turn_not_found', 'Py42NotFoundError', 404],
    ['upgrade_not_found', 'Py42NotFoundError', 404],
    ['devices_no_org', 'Py42OrgNotFoundError', 400],
    ['devices_forbidden', 'Py42ForbiddenError', 403],
    ['owner_blocked', 'Py42InternalServerError', 500],
    ['foreign_destination', 'Py42Error', null],
    ['no_such_key', 'Py42NotFoundError', 404],
  ])('is refused at %s with %s', (name, raised, status) => {
    expect(seen(name)).toEqual({ raised, status })
  })

  provokesEveryException({
    Py42ActiveLegalHoldError: 'raised for a user or machine on legal hold, which this server does not have yet',
    // py42 names no call of these services that maps it; the one published cause, trust, has a class of its own.
    Py42ConflictError: 'no path of these services has a documented 409; tests of risk profiles and trust raise it',
  })

  it('changes nothing when it is refused', () => {
    expect(seen('users_unchanged')).toBe('edsger@people.example')
  })
})
