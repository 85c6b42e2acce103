import { ImportedUser, type ImportReceipt } from '@spillway/contract'
import type { ControlStore, Database } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { NewId } from '../../../platform/ids.ts'
import { isStorable } from '../matching.ts'
import type { OrganizationLookup, OrganizationRow } from '../organizations/lookup.ts'
import type { ProvisioningRepository } from '../provisioning/repository.ts'
import type { Known, Provisioned, Provisioning } from '../provisioning/service.ts'
import type { UserState } from '../provisioning/state.ts'
import { type Reach, reaches, reachOf } from '../reach.ts'
import type { PeopleRepository, UserRecord } from '../users/repository.ts'
import { usernameKey } from '../users-repository.ts'
import type { GroupImport } from './groups.ts'
import { carryOutRows, type RowOutcome, refusedField } from './rows.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly users: PeopleRepository
  readonly repository: ProvisioningRepository
  readonly provisioning: Provisioning
  readonly organizations: OrganizationLookup
  readonly groups: GroupImport
  readonly newId: NewId
}

export type UserImportMode = 'upsert' | 'update'
/** Users out of a file, a few hundred at a time: one transaction, in which each row is wholly carried out or not at all. */
export const createUserImport = (dependencies: Dependencies) => {
  const { store, provisioning } = dependencies
  return async (caller: Caller, rows: readonly unknown[], mode: UserImportMode): Promise<ImportReceipt> => {
    const done: Provisioned[] = []
    const receipt = await store.transaction(async (db) => {
      done.length = 0
      const batch = await openBatch(dependencies, db, caller, rows)
      return carryOutRows<ImportedUser>(db, rows, {
        schema: ImportedUser,
        keyOf: ({ userName }) => usernameKey(userName),
        taken: 'The user name is taken',
        carryOut: (row) => carryOut(dependencies, batch, row, mode, done),
      })
    })
    provisioning.settle(caller, done)
    return receipt
  }
}

interface Batch {
  readonly db: Database
  readonly caller: Caller
  readonly reach: Reach
  readonly known: Map<string, Known>
  readonly organizationOf: (guid: string | null) => Promise<OrganizationRow | null>
}

const openBatch = async (
  { users, repository, organizations }: Dependencies,
  db: Database,
  caller: Caller,
  rows: readonly unknown[],
): Promise<Batch> => {
  const reach = reachOf(caller, 'users.write')
  const names = rows.flatMap((row) => namesIn(row)).filter(isStorable)
  const everywhere = { tenantId: caller.tenantId, path: null }
  const slice = { offset: 0, limit: names.length + 1 }
  const found = await users.page(everywhere, { usernameKeys: names.map(usernameKey) }, slice, undefined, db)
  const profiles = await repository.profiles(
    found.map(({ uid }) => uid),
    db,
  )
  const known = new Map(
    found.map((user) => [user.username_key, { user, profile: profiles.get(user.uid) ?? null }] as const),
  )
  const remembered = new Map<string | null, OrganizationRow | null>()
  const organizationOf = async (guid: string | null) => {
    if (!remembered.has(guid)) {
      const own = Number((reach.path ?? '/1/').split('/').filter(Boolean).at(-1))
      remembered.set(guid, await organizations.find(reach, guid === null ? { legacyId: own } : { guid }, db))
    }
    return remembered.get(guid) ?? null
  }
  return { db, caller, reach, known, organizationOf }
}

/** The user of a row and the manager it names. */
const namesIn = (row: unknown): string[] => {
  const { userName, manager } = (typeof row === 'object' && row !== null ? row : {}) as Record<string, unknown>
  return [userName, manager].filter((name) => typeof name === 'string')
}

const carryOut = async (
  dependencies: Dependencies,
  batch: Batch,
  row: ImportedUser,
  mode: UserImportMode,
  done: Provisioned[],
): Promise<RowOutcome> => {
  const { db, caller, reach, known } = batch
  const key = usernameKey(row.userName)
  const existing = known.get(key)
  if (existing && !reaches(reach, existing.user.org_path)) throw refusedField('userName', 'The user name is taken')
  if (!existing && mode === 'update') throw refusedField('userName', 'There is no such user')
  const state = { ...stateOf(row), ...(await references(batch, row, existing)) }
  const result = existing
    ? await dependencies.provisioning.update(db, caller, existing, state)
    : await createUser(dependencies, batch, row, state)
  const isRegrouped =
    row.groups !== undefined && (await dependencies.groups.set(db, { caller, reach }, result.uid, row.groups))
  done.push(result)
  if (!existing) known.set(key, { user: await reread(dependencies, batch, result.uid), profile: null })
  const isChanged = result.types.length > 0 || isRegrouped
  return { outcome: existing ? (isChanged ? 'updated' : 'unchanged') : 'created', id: result.uid }
}

/** As it now stands: a later row may name it as manager. */
const reread = async ({ users }: Dependencies, { db, reach }: Batch, uid: string): Promise<UserRecord> => {
  const user = await users.find(reach, { uid }, db)
  if (!user) throw new Error('A user that was just made is not there')
  return user
}

const createUser = async (
  { provisioning }: Dependencies,
  { db, caller, organizationOf }: Batch,
  row: ImportedUser,
  state: UserState,
): Promise<Provisioned> => {
  const organization = await organizationOf(filled(row.orgGuid) ?? null)
  if (!organization) throw refusedField('orgGuid', 'Organization was not found')
  return provisioning.create(db, caller, organization, { ...state, username: row.userName })
}

/** What a row names by another name: its manager, and where an existing user is to be. */
const references = async ({ known, reach, organizationOf }: Batch, row: ImportedUser, existing: Known | undefined) => {
  const manager = filled(row.manager)
  const boss = manager == null ? undefined : known.get(usernameKey(manager))?.user
  if (manager != null && !(boss && reaches(reach, boss.org_path)))
    throw refusedField('manager', `No user is named ${manager.slice(0, 100)}`)
  const orgGuid = filled(row.orgGuid)
  const organization = existing && orgGuid != null ? await organizationOf(orgGuid) : undefined
  if (organization === null) throw refusedField('orgGuid', 'Organization was not found')
  return { organization, managerUid: manager === undefined ? undefined : (boss?.uid ?? null) }
}

/** Empty text clears, as null does. */
const filled = (text: string | null | undefined): string | null | undefined => (text === '' ? null : text)

const stateOf = (row: ImportedUser): UserState => ({
  email: filled(row.email) ?? undefined,
  firstName: filled(row.firstName),
  lastName: filled(row.lastName),
  displayName: filled(row.displayName),
  externalReference: filled(row.externalId),
  notes: filled(row.notes),
  title: filled(row.title),
  division: filled(row.division),
  department: filled(row.department),
  employmentType: filled(row.employmentType),
  locality: filled(row.locality),
  region: filled(row.region),
  country: filled(row.country),
  active: row.active,
})
