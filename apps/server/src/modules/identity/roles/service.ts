import { allPermissions, type Permission, publishedPermissions, type RoleScope, slugOf } from '@spillway/contract'
import { isUniqueViolation } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Audit, AuditType } from '../../audit/index.ts'
import type { Authenticator } from '../authenticator.ts'
import { reachOf } from '../reach.ts'
import type { People } from '../users/people.ts'
import type { UserKey, UserRecord } from '../users/repository.ts'
import { covers, grantOf, type Role, type RoleCatalogue } from './catalogue.ts'
import type { RoleRepository } from './repository.ts'

interface Dependencies {
  readonly repository: RoleRepository
  readonly catalogue: RoleCatalogue
  readonly people: People
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
}

export interface UserRole extends Role {
  readonly grantedAt: string
}

/** What came of replacing the roles of a user, by role id. */
export interface Replacement {
  readonly processed: readonly string[]
  readonly assigned: readonly string[]
  readonly unassigned: readonly string[]
  readonly ignored: readonly string[]
}

export type Roles = ReturnType<typeof createRoles>

/** Roles and who holds them. Nobody grants, or takes away, what they do not hold themselves. */
export const createRoles = ({ repository, catalogue, people, authenticator, audit, clock }: Dependencies) => {
  const now = () => clock().toISOString()

  /** Whether the caller may grant a role to a user of the organization at `path`. */
  const mayGrant = (caller: Caller, role: Role, path: string): boolean =>
    covers({ permissions: caller.permissions, bounds: caller.bounds ?? null }, grantOf([role], path))

  const rolesOf = async ({ uid }: UserRecord): Promise<UserRole[]> => {
    const [grants, all] = await Promise.all([repository.ofUser(uid), catalogue.all()])
    const byId = new Map(all.map((role) => [role.id, role]))
    return grants.flatMap(({ role_id, created_at }) => {
      const role = byId.get(role_id)
      return role ? [{ ...role, grantedAt: created_at }] : []
    })
  }

  const change = async (caller: Caller, user: UserRecord, removed: readonly string[], added: readonly string[]) => {
    if (removed.length + added.length === 0) return
    await repository.change(user.uid, removed, added, now())
    authenticator.forgetAll()
    const details = { userId: user.uid, userName: user.username, added: added.join(', '), removed: removed.join(', ') }
    audit.record({ type: 'user_roles_changed', actor: caller, details })
  }

  const named = async (name: string): Promise<Role> => {
    const role = (await catalogue.all()).find((one) => [one.id, one.name, String(one.legacyId)].includes(name))
    if (!role) throw roleNotFound('MALFORMED_REQUEST')
    return role
  }

  const changed = (caller: Caller, type: AuditType, roleId: string): void => {
    authenticator.forgetAll()
    audit.record({ type, actor: caller, details: { roleId } })
  }

  const own = async (id: string): Promise<Role> => {
    const role = (await catalogue.all()).find((one) => one.id === id || String(one.legacyId) === id)
    if (!role) throw roleNotFound('NOT_FOUND')
    if (role.locked) throw new SpillwayError('CONFLICT', { reason: 'The role is built in', familyCode: 'LOCKED_ROLE' })
    return role
  }

  return {
    all: catalogue.all,
    /** How many users hold each role, by its id, as far as the caller reaches. */
    holders: (caller: Caller) => repository.holders(reachOf(caller, 'users.read')),

    /** The roles that the caller may grant somewhere within its reach. */
    async grantable(caller: Caller): Promise<Role[]> {
      const path = reachOf(caller, 'users.read').path ?? '/'
      return (await catalogue.all()).filter((role) => mayGrant(caller, role, path))
    },

    async read(id: string): Promise<Role> {
      const role = (await catalogue.all()).find((one) => one.id === id || String(one.legacyId) === id)
      if (!role) throw roleNotFound('NOT_FOUND')
      return role
    },

    /** Roles of the caller's own account. */
    ofMyself: rolesOf,

    ofUser: async (caller: Caller, key: UserKey): Promise<UserRole[]> => rolesOf(await people.read(caller, key)),

    /** Makes `roleIds` the whole list; what the caller may neither give nor take stays, and is told as ignored. */
    async replace(caller: Caller, key: UserKey, roleIds: readonly string[]): Promise<Replacement> {
      const user = await people.changeable(caller, key)
      const [held, all] = await Promise.all([rolesOf(user), catalogue.all()])
      const grantable = new Set(all.filter((role) => mayGrant(caller, role, user.org_path)).map(({ id }) => id))
      const wanted = new Set(roleIds)
      const processed = [...wanted].filter((id) => grantable.has(id))
      const assigned = processed.filter((id) => !held.some((role) => role.id === id))
      const unassigned = held.map(({ id }) => id).filter((id) => !wanted.has(id) && grantable.has(id))
      await change(caller, user, unassigned, assigned)
      return { processed, assigned, unassigned, ignored: [...wanted].filter((id) => !grantable.has(id)) }
    },

    /** Gives a role by id, name or number. */
    async give(caller: Caller, key: UserKey, name: string): Promise<Role> {
      const [user, role] = [await people.changeable(caller, key), await named(name)]
      if (!mayGrant(caller, role, user.org_path)) throw notYours()
      await change(caller, user, [], [role.id])
      return role
    },

    async take(caller: Caller, key: UserKey, name: string): Promise<void> {
      const [user, role] = [await people.changeable(caller, key), await named(name)]
      if (!mayGrant(caller, role, user.org_path)) throw notYours()
      await change(caller, user, [role.id], [])
    },

    /** Makes a role of the installation's own out of permission names, ours or the published ones. */
    async create(caller: Caller, name: string, permissionNames: readonly string[]): Promise<Role> {
      const { permissions, scope } = readPermissions(caller, permissionNames)
      const row = { id: slugOf(name), tenant_id: caller.tenantId, name, name_key: name.toLowerCase(), scope }
      const times = { created_at: now(), modified_at: now() }
      if ((await catalogue.all()).some(({ id }) => id === row.id)) throw roleTaken()
      await repository.insert({ ...row, ...times, permissions: JSON.stringify(permissions) }).catch(takenIfDouble)
      changed(caller, 'role_created', row.id)
      return this.read(row.id)
    },

    async update(caller: Caller, id: string, name?: string, permissionNames?: readonly string[]): Promise<Role> {
      const role = await own(id)
      const wish = permissionNames && readPermissions(caller, permissionNames)
      const changes = {
        ...(name !== undefined && { name, name_key: name.toLowerCase() }),
        ...(wish && { permissions: JSON.stringify(wish.permissions), scope: wish.scope }),
      }
      await repository.update(role.id, changes, now()).catch(takenIfDouble)
      changed(caller, 'role_updated', role.id)
      return this.read(role.id)
    },

    async remove(caller: Caller, id: string): Promise<void> {
      const role = await own(id)
      await repository.remove(role.id)
      changed(caller, 'role_deleted', role.id)
    },
  }
}

/** Permissions by our names or published ones; published names of one organization make a role of that scope. */
const readPermissions = (caller: Caller, names: readonly string[]) => {
  const permissions = allPermissions.filter((permission) => namesOf(permission).some((name) => names.includes(name)))
  const scope: RoleScope = names.some((name) => name.includes('crossorg') || isOwn(name)) ? 'all' : 'organization'
  if (permissions.length === 0)
    throw new SpillwayError('MALFORMED_REQUEST', {
      field: 'body.permissions',
      reason: 'No permission of that name',
      familyCode: 'PERMISSIONS_MISSING',
    })
  const path = reachOf(caller, 'roles.write').path ?? '/'
  const held = { permissions: caller.permissions, bounds: caller.bounds ?? null }
  if (!covers(held, grantOf([{ scope, permissions }], path))) throw notYours()
  return { permissions, scope }
}

const isOwn = (name: string): boolean => (allPermissions as readonly string[]).includes(name)

const namesOf = (permission: Permission): readonly string[] => {
  const published = publishedPermissions[permission]
  return [permission, ...(published?.organization ?? []), ...(published?.all ?? [])]
}

const roleNotFound = (code: 'NOT_FOUND' | 'MALFORMED_REQUEST'): SpillwayError =>
  new SpillwayError(code, { reason: 'Role not found', familyCode: 'ROLE_NOT_FOUND' })

const notYours = (): SpillwayError => new SpillwayError('FORBIDDEN', { reason: 'You do not hold what the role gives' })

const roleTaken = (): SpillwayError =>
  new SpillwayError('CONFLICT', { field: 'body.roleName', reason: 'The name is taken', familyCode: 'ROLE_DUPLICATE' })

const takenIfDouble = (error: unknown): never => {
  throw isUniqueViolation(error) ? roleTaken() : error
}
