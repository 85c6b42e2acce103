import type { ControlStore, NewRow } from '@spillway/control-store'
import { nextLegacyId } from '@spillway/control-store'
import type { SampleDirectory, SampleMachine, SamplePerson } from '@spillway/simulator'
import { type Context, idOf, insertAll, uidOf } from './rows.ts'
import { storeStanding } from './standing.ts'

/**
 * Stores a sample directory under the root organization, in one transaction and by the hundred rows: for demos, tests
 * and measurements. Does nothing where its first person is there already.
 */
export const loadSampleDirectory = (store: ControlStore, sample: SampleDirectory, at: string): Promise<boolean> =>
  store.transaction(async (db) => {
    const [first] = sample.people
    const there = first && (await db.selectFrom('user').select('uid').where('uid', '=', first.uid).executeTakeFirst())
    if (!first || there) return false
    const root = await db
      .selectFrom('organization')
      .selectAll()
      .where('parent_uid', 'is', null)
      .executeTakeFirstOrThrow()
    const context: Context = { db, transaction: db, root, at }
    const organizations = await storeOrganizations(context, sample)
    const departments = await storePeople(context, sample, organizations)
    await storeGroups(context, sample)
    await storeMachines(context, sample)
    await storeStanding(context, sample, departments)
    return true
  })

const storeOrganizations = async ({ db, transaction, root, at }: Context, { organizations }: SampleDirectory) => {
  const first = await nextLegacyId(transaction, 'organization')
  const made = new Map<string, { uid: string; path: string }>()
  const rows = organizations.map(({ name, parent }, index): NewRow<'organization'> => {
    const above = (parent === null ? null : made.get(parent)) ?? root
    const own = { uid: uidOf('organization', name), path: `${above.path}${first + index}/` }
    made.set(name, own)
    const fixed = { tenant_id: root.tenant_id, guid: idOf('organization', name), created_at: at, modified_at: at }
    return { ...own, ...fixed, legacy_id: first + index, parent_uid: above.uid, name }
  })
  await insertAll(db, 'organization', rows)
  return made
}

const storePeople = async (
  { db, transaction, root, at }: Context,
  { people, departments }: SampleDirectory,
  organizations: ReadonlyMap<string, { readonly uid: string }>,
) => {
  const tenant_id = root.tenant_id
  const named = departments.map((name) => ({ name, name_key: name.toLowerCase(), id: idOf('department', name) }))
  for (const department of named)
    await db
      .insertInto('department')
      .values({ ...department, tenant_id, created_at: at })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'name_key']).doNothing())
      .execute()
  const ids = await db.selectFrom('department').select(['id', 'name']).where('tenant_id', '=', tenant_id).execute()
  const departmentIds = new Map(ids.map(({ id, name }) => [name, id]))
  const first = await nextLegacyId(transaction, 'user')
  const place = (person: SamplePerson) => organizations.get(person.organization)?.uid ?? root.uid
  await insertAll(
    db,
    'user',
    people.map((person, index) => ({
      ...accountOf(person),
      ...{ tenant_id, org_uid: place(person), legacy_id: first + index, created_at: at, modified_at: at },
    })),
  )
  await insertAll(
    db,
    'directory_profile',
    people.map((person) => profileOf(person, departmentIds, people, at)),
  )
  return departmentIds
}

const accountOf = ({ uid, username, firstName, lastName, active }: SamplePerson) => ({
  ...{ uid, username, username_key: username.toLowerCase(), email: username },
  ...{ first_name: firstName, last_name: lastName, active: active ? (1 as const) : (0 as const) },
  ...{ password_hash: null, totp_secret: null, totp_last_step: null },
})

const profileOf = (
  person: SamplePerson,
  departments: ReadonlyMap<string, string>,
  people: readonly SamplePerson[],
  at: string,
): NewRow<'directory_profile'> => ({
  user_uid: person.uid,
  department_id: departments.get(person.department) ?? null,
  title: person.title,
  division: person.division,
  employment_type: person.employmentType,
  manager_uid: person.manager === null ? null : (people[person.manager]?.uid ?? null),
  locality: person.locality,
  country: person.country,
  modified_at: at,
})

const storeGroups = async ({ db, root, at }: Context, { groups, people }: SampleDirectory) => {
  const times = { created_at: at, modified_at: at }
  await insertAll(
    db,
    'directory_group',
    groups.map((name) => ({
      ...{ id: idOf('group', name), tenant_id: root.tenant_id, name, name_key: name.toLowerCase() },
      ...times,
    })),
  )
  const members = people.flatMap(({ uid, groups: held }) =>
    held.map((name) => ({ group_id: idOf('group', name), user_uid: uid })),
  )
  await insertAll(db, 'directory_group_member', members)
}

const storeMachines = async ({ db, transaction, root, at }: Context, sample: SampleDirectory) => {
  const { machines, people, destinations } = sample
  const tenant_id = root.tenant_id
  const firstPlace = await nextLegacyId(transaction, 'destination')
  await insertAll(
    db,
    'destination',
    destinations.map(({ guid, name }, index) => ({
      ...{ guid, name, name_key: name.toLowerCase(), tenant_id, legacy_id: firstPlace + index, type: 'CLUSTER' },
      ...{ server_guid: `${guid.slice(0, -1)}9`, server_name: `${name} Node`, created_at: at, modified_at: at },
    })),
  )
  const first = await nextLegacyId(transaction, 'agent')
  const rows = machines.map((machine, index) => ({
    ...machineRow(machine, people[machine.owner]),
    ...{ tenant_id, legacy_id: first + index, modified_at: at },
  }))
  await insertAll(db, 'agent', rows)
  await insertAll(
    db,
    'backup_usage',
    machines.flatMap((machine) => usageRows(machine, at)),
  )
}

const machineRow = (machine: SampleMachine, owner: SamplePerson | undefined) => ({
  ...{ uid: machine.uid, name: machine.name, hostname: machine.hostname, key_hash: '' },
  ...{ user_uid: owner?.uid ?? null, user_email: owner?.username ?? null },
  ...{ os_name: machine.osName, os_version: machine.osVersion, os_arch: machine.osArch },
  ...{ agent_version: machine.version, product_version: machine.version, agent_type: machine.agentType },
  ...{ active: machine.active ? (1 as const) : (0 as const), alert_state: machine.alertState, health: null },
  ...{ address: machine.address, remote_address: machine.remoteAddress, serial_number: machine.serialNumber },
  ...{ spooled_events: null, dropped_events: null },
  ...{ created_at: machine.createdAt, last_connected_at: machine.lastConnected },
})

const usageRows = ({ uid, usage, lastConnected, createdAt }: SampleMachine, at: string): NewRow<'backup_usage'>[] =>
  usage.map((one) => ({
    ...{ agent_uid: uid, destination_guid: one.destination, archive_guid: one.archive },
    ...{ selected_files: one.selectedFiles, selected_bytes: one.selectedBytes, archive_bytes: one.archiveBytes },
    ...{ billable_bytes: one.archiveBytes, percent_complete: one.percentComplete },
    ...{ todo_files: 0, todo_bytes: Math.floor((one.selectedBytes * (100 - one.percentComplete)) / 100) },
    ...{ last_backup_at: one.lastBackup, last_completed_backup_at: one.lastCompletedBackup },
    ...{ last_connected_at: lastConnected, created_at: createdAt, modified_at: at },
  }))
