import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ControlStore, isUniqueViolation, type NewRow, nextLegacyId } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import { decimalUid, registrationKey } from './identifiers.ts'
import { shortestPassword } from './password-policy.ts'
import type { Passwords } from './passwords.ts'
import { usernameKey } from './users-repository.ts'

const defaultUsername = 'admin@example.com'
const administratorRole = 'customer-cloud-admin'
const fileName = 'initial-administrator.json'

export interface AdministratorSetting {
  readonly username?: string
  readonly password?: string
}

/** The administrator that the first start made. With a password that the operator did not choose, and where it is kept. */
export interface FirstStart {
  readonly username: string
  readonly generated: { readonly password: string; readonly file: string } | null
}

export interface Home {
  readonly tenantId: string
  readonly organizationUid: string
  readonly name: string
  readonly registrationKey: string
}

interface Dependencies {
  readonly store: ControlStore
  readonly passwords: Passwords
  readonly clock: Clock
  readonly newId: NewId
  readonly newSecret: () => string
  readonly administrator: AdministratorSetting
  readonly organizationName: string
  /** Folder for the file with a generated password. */
  readonly dataDirectory: string
}

/** Reads the tenant, and makes it with its organization and administrator when this is the first start. */
export const openHome = async (dependencies: Dependencies): Promise<{ home: Home; firstStart: FirstStart | null }> => {
  const existing = await readHome(dependencies.store)
  if (existing) return { home: existing, firstStart: null }
  const firstStart = await makeHome(dependencies)
  const home = await readHome(dependencies.store)
  if (!home) throw new Error('No tenant after the first start')
  return { home, firstStart }
}

const readHome = async ({ db }: ControlStore): Promise<Home | null> => {
  const row = await db
    .selectFrom('tenant')
    .innerJoin('organization', 'organization.tenant_id', 'tenant.id')
    .where('organization.parent_uid', 'is', null)
    .select(['tenant.id', 'tenant.name', 'tenant.registration_key', 'organization.uid'])
    .executeTakeFirst()
  if (!row) return null
  return { tenantId: row.id, organizationUid: row.uid, name: row.name, registrationKey: row.registration_key }
}

const makeHome = async (dependencies: Dependencies): Promise<FirstStart | null> => {
  const { administrator, newSecret, passwords } = dependencies
  const username = administrator.username ?? defaultUsername
  const password = chosenPassword(administrator) ?? newSecret().slice(0, 32)
  const passwordHash = await passwords.hash(password)
  // Before the commit: a password that nobody can read would lock the operator out for good.
  const file = administrator.password === undefined ? await keepPassword(dependencies, username, password) : null
  const isOurs = await insertHome(dependencies, username, passwordHash)
  if (!isOurs && file !== null) await rm(file)
  return isOurs ? { username, generated: file === null ? null : { password, file } } : null
}

const chosenPassword = ({ password }: AdministratorSetting): string | undefined => {
  if (password === undefined || password.length >= shortestPassword) return password
  throw new Error(`The administrator's password needs at least ${shortestPassword} characters`)
}

const keepPassword = async ({ dataDirectory }: Dependencies, username: string, password: string): Promise<string> => {
  const file = join(dataDirectory, fileName)
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  await writeFile(file, `${JSON.stringify({ username, password }, null, 2)}\n`, { mode: 0o600, flush: true })
  await chmod(file, 0o600)
  return file
}

/** False when another node was first. */
const insertHome = async (dependencies: Dependencies, username: string, passwordHash: string): Promise<boolean> => {
  const { store, clock, newId, newSecret, organizationName } = dependencies
  const at = clock().toISOString()
  const times = { created_at: at, modified_at: at }
  const tenant = { id: newId(), name: organizationName, registration_key: registrationKey(newSecret()), created_at: at }
  const organization = {
    uid: decimalUid(newId()),
    guid: newId(),
    tenant_id: tenant.id,
    name: organizationName,
    parent_uid: null,
  }
  const user = administratorRow(decimalUid(newId()), tenant.id, organization.uid, username, passwordHash)
  try {
    await store.transaction(async (transaction) => {
      await transaction.insertInto('tenant').values(tenant).execute()
      // The first number is the same on every node, so only one of them can be first.
      const registration_key = tenant.registration_key
      const organizationRow = { ...organization, ...times, legacy_id: 1, path: '/1/', registration_key }
      await transaction.insertInto('organization').values(organizationRow).execute()
      const userRow = { ...user, ...times, legacy_id: await nextLegacyId(transaction, 'user') }
      await transaction.insertInto('user').values(userRow).execute()
      const role = { user_uid: user.uid, role_id: administratorRole, created_at: at }
      await transaction.insertInto('user_role').values(role).execute()
    })
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}

const administratorRow = (
  uid: string,
  tenantId: string,
  organizationUid: string,
  username: string,
  passwordHash: string,
): Omit<NewRow<'user'>, 'legacy_id' | 'created_at' | 'modified_at'> => ({
  uid,
  tenant_id: tenantId,
  org_uid: organizationUid,
  username,
  username_key: usernameKey(username),
  email: username,
  first_name: null,
  last_name: null,
  password_hash: passwordHash,
})
