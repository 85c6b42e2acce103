import { scimLimits } from '@spillway/contract'
import { type ControlStore, type Database, isUniqueViolation } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import { isStorable } from '../matching.ts'
import type { OrganizationLookup, OrganizationRow } from '../organizations/lookup.ts'
import type { Passwords } from '../passwords.ts'
import type { ProvisioningRepository } from '../provisioning/repository.ts'
import type { Known, Provisioned, Provisioning } from '../provisioning/service.ts'
import { type Reach, reachOf } from '../reach.ts'
import { organizationNotFound } from '../users/lifecycle.ts'
import type { PeopleRepository, UserRecord } from '../users/repository.ts'
import { checkFacts } from '../users/validation.ts'
import { usernameKey } from '../users-repository.ts'
import { type PatchOperation, patchedUser, type Resource } from './patch.ts'
import { notThere, scimRefusal, uniqueness } from './problems.ts'
import { userFilterOf } from './user-filter.ts'
import { presentScimUser, readScimUser } from './user-resource.ts'

export interface ScimDependencies {
  readonly store: ControlStore
  readonly users: PeopleRepository
  readonly repository: ProvisioningRepository
  readonly provisioning: Provisioning
  readonly organizations: OrganizationLookup
  readonly passwords: Passwords
}

export interface ScimListQuery {
  readonly filter?: string | undefined
  readonly startIndex: number
  readonly count?: number | undefined
}

/** What the provisioning client reaches. */
export const provisioningReach = (caller: Caller): Reach => reachOf(caller, 'directory.provision')

/** Rows of a page: nothing below none, nothing above the limit. */
export const sliceOf = ({ startIndex, count }: ScimListQuery, standard: number, most: number) => ({
  offset: Math.max(0, startIndex - 1),
  limit: Math.min(most, Math.max(0, count ?? standard)),
})

export type ScimUsers = ReturnType<typeof createScimUsers>

/** Users as an identity provider fills them, within the organization of the client. */
export const createScimUsers = (dependencies: ScimDependencies) => {
  const { store, users, repository, provisioning, organizations, passwords } = dependencies

  const find = async (caller: Caller, id: string, db?: Database): Promise<UserRecord> => {
    const user = await users.find(provisioningReach(caller), { uid: id }, db)
    if (!user) throw notThere('User', id)
    return user
  }

  const known = async (user: UserRecord, db?: Database): Promise<Known> => ({
    user,
    profile: (await repository.profiles([user.uid], db)).get(user.uid) ?? null,
  })

  const present = async (caller: Caller, id: string): Promise<Resource> => {
    const user = await find(caller, id)
    const [{ profile }, groups] = await Promise.all([known(user), repository.groupsOf([id])])
    return presentScimUser({ user, profile, groups: groups.get(id) ?? [] })
  }

  /** Where the client provisions to: its own organization, or the root. */
  const homeOf = async (caller: Caller, db: Database): Promise<OrganizationRow> => {
    const { tenantId, path } = provisioningReach(caller)
    const number = Number((path ?? '/1/').split('/').filter(Boolean).at(-1))
    const organization = await organizations.find({ tenantId, path }, { legacyId: number }, db)
    if (!organization) throw organizationNotFound()
    return organization
  }

  /** Uid of the manager that the provider names by id, user name or its own id; nobody of that name is refused. */
  const managerUid = async (db: Database, caller: Caller, named: string | null): Promise<string | null> => {
    if (named === null) return null
    const reach = provisioningReach(caller)
    const filters = [{ uid: named }, { usernameKeys: [usernameKey(named)] }, { externalReference: named }]
    for (const filter of isStorable(named) ? filters : []) {
      const [found] = await users.page(reach, filter, { offset: 0, limit: 1 }, undefined, db)
      if (found) return found.uid
    }
    throw scimRefusal('invalidValue', `No user is known as ${named.slice(0, 100)}`, 'manager.value')
  }

  const stateOf = async (db: Database, caller: Caller, resource: unknown, passwordHash: string | undefined) => {
    const { state, manager } = readScimUser(resource)
    return { ...state, passwordHash, managerUid: await managerUid(db, caller, manager) }
  }

  /** Argon2id takes its time, and so stays out of the transaction. */
  const hashOf = async (resource: unknown): Promise<string | undefined> => {
    const { password } = readScimUser(resource)
    if (password === undefined) return undefined
    checkFacts({ password }, false)
    return passwords.hash(password)
  }

  const write = async (caller: Caller, work: (db: Database) => Promise<Provisioned>): Promise<string> => {
    const done = await store.transaction(work).catch(takenIfUnique)
    provisioning.settle(caller, [done])
    return done.uid
  }

  return {
    async list(caller: Caller, query: ScimListQuery) {
      const [filter, reach] = [userFilterOf(query.filter), provisioningReach(caller)]
      if (filter === null) return { totalResults: 0, resources: [] }
      const slice = sliceOf(query, 100, scimLimits.page)
      const { rows: found, total: totalResults } = await users.list(reach, filter, slice)
      const uids = found.map(({ uid }) => uid)
      const [profiles, groups] = await Promise.all([repository.profiles(uids), repository.groupsOf(uids)])
      const resources = found.map((user) =>
        presentScimUser({ user, profile: profiles.get(user.uid) ?? null, groups: groups.get(user.uid) ?? [] }),
      )
      return { totalResults, resources }
    },

    read: present,

    async create(caller: Caller, resource: Resource): Promise<Resource> {
      const passwordHash = await hashOf(resource)
      const uid = await write(caller, async (db) => {
        const state = await stateOf(db, caller, resource, passwordHash)
        return provisioning.create(db, caller, await homeOf(caller, db), state)
      })
      return present(caller, uid)
    },

    async replace(caller: Caller, id: string, resource: Resource): Promise<Resource> {
      await find(caller, id)
      const passwordHash = await hashOf(resource)
      await write(caller, async (db) => {
        const state = await stateOf(db, caller, resource, passwordHash)
        return provisioning.update(db, caller, await known(await find(caller, id, db), db), state)
      })
      return present(caller, id)
    },

    async patch(caller: Caller, id: string, operations: readonly PatchOperation[]): Promise<Resource> {
      const before = await known(await find(caller, id))
      const passwordHash = await hashOf(patchedUser(presentScimUser({ ...before, groups: [] }), operations))
      await write(caller, async (db) => {
        // Read again: what another request changed meanwhile must not be put back.
        const now = await known(await find(caller, id, db), db)
        const resource = patchedUser(presentScimUser({ ...now, groups: [] }), operations)
        return provisioning.update(db, caller, now, derived(now, await stateOf(db, caller, resource, passwordHash)))
      })
      return present(caller, id)
    },

    /** Deactivates for good; the history stays. */
    async remove(caller: Caller, id: string): Promise<void> {
      await write(caller, async (db) =>
        provisioning.update(db, caller, await known(await find(caller, id, db), db), { active: false }),
      )
    },
  }
}

/** A display name that was only shown, made of the others, is not one that a patch gave. */
const derived = <State extends { readonly displayName: string | null }>(
  { user, profile }: Known,
  state: State,
): State => {
  const shown = presentScimUser({ user, profile, groups: [] }).displayName
  return (profile?.display_name ?? null) === null && state.displayName === shown
    ? { ...state, displayName: null }
    : state
}

const takenIfUnique = (error: unknown): never => {
  if (!isUniqueViolation(error)) throw error
  throw uniqueness('The user name is taken')
}
