import type { ControlStore } from '@spillway/control-store'

const at = '2026-01-31T12:00:00.000Z'
const tenantOf = async ({ db }: ControlStore) =>
  (await db.selectFrom('tenant').select('id').executeTakeFirstOrThrow()).id

export const destination = { guid: '632540230984925185', name: 'Vault' }

/** The settings document of a backup agent: scalars are text, attributes carry an @. */
const backupSettings = {
  '@id': 'service',
  javaMemoryHeapMax: '1024m',
  serviceBackupConfig: {
    warningEmailEnabled: 'false',
    severeEmailEnabled: 'false',
    backupStatusEmailEnabled: 'false',
    minutesUntilWarning: '4320',
    minutesUntilSevere: '7200',
    backupStatusEmailFreqInMinutes: '10080',
    backupConfig: {
      backupSets: [
        {
          '@id': '1',
          name: 'Documents',
          backupPaths: {
            pathset: [{ path: [{ '@include': '/home/' }, { '@exclude': '/home/cache/' }], '@os': 'Linux' }],
            excludeUser: [{ windows: [], linux: [], macintosh: [], pattern: { '@regex': '.*\\.tmp' } }],
          },
          destinations: [{ '@id': destination.guid }],
        },
      ],
    },
  },
}

/** What agents would have told: one machine backs up, another may read the whole disk. */
export const fillMachines = async (store: ControlStore, uid: string, mac: string): Promise<void> => {
  const properties = JSON.stringify({ fullDiskAccess: 'true' })
  await store.db.updateTable('agent').set({ properties }).where('uid', '=', mac).execute()
  const times = { created_at: at, modified_at: at }
  const facts = { legacy_id: 1, tenant_id: await tenantOf(store), name_key: 'vault', type: 'CLUSTER' }
  await store.db
    .insertInto('destination')
    .values({ ...destination, ...facts, server_guid: '44', server_name: 'node-1', ...times })
    .execute()
  await store.db
    .updateTable('agent')
    .set({ service: 'CrashPlan', settings: JSON.stringify(backupSettings), serial_number: 'SN-1' })
    .where('uid', '=', uid)
    .execute()
  const usage = { agent_uid: uid, destination_guid: destination.guid, archive_guid: '900', archive_bytes: 111_170 }
  await store.db
    .insertInto('backup_usage')
    .values({ ...usage, archive_format: 'ARCHIVE_V1', percent_complete: 99.5, last_backup_at: at, ...times })
    .execute()
}

/** Departments, groups and what an identity provider tells of a person. */
export const fillDirectory = async (store: ControlStore, person: string, boss: string): Promise<void> => {
  const tenant_id = await tenantOf(store)
  const times = { created_at: at, modified_at: at }
  for (const name of ['Engineering', 'Finance', 'Legal'])
    await store.db
      .insertInto('department')
      .values({ id: `department-${name}`, tenant_id, name, name_key: name.toLowerCase(), created_at: at })
      .execute()
  for (const name of ['All hands', 'On call'])
    await store.db
      .insertInto('directory_group')
      .values({ id: `group-${name}`, tenant_id, name, name_key: name.toLowerCase(), ...times })
      .execute()
  await store.db
    .insertInto('directory_profile')
    .values({
      user_uid: person,
      department_id: 'department-Engineering',
      title: 'Analyst',
      manager_uid: boss,
      modified_at: at,
    })
    .execute()
}
