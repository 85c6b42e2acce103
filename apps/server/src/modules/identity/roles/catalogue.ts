import { builtInRoles, type Permission, type RoleDefinition, type RoleScope } from '@spillway/contract'
import type { Database } from '@spillway/control-store'
import type { OrganizationBounds } from '../../../http/index.ts'
import { knownPermissions } from '../permission-names.ts'
import type { RoleRepository, RoleRow } from './repository.ts'

export interface Role extends RoleDefinition {
  /** Built in: cannot be changed or removed. */
  readonly locked: boolean
  readonly createdAt: string
  readonly modifiedAt: string
}

/** Permissions that roles give together, and how far each reaches. */
export interface Grant {
  readonly permissions: ReadonlySet<Permission>
  readonly bounds: OrganizationBounds | null
}

export type RoleCatalogue = ReturnType<typeof createRoleCatalogue>

/** The roles there are: built in, and made by the installation. */
export const createRoleCatalogue = (repository: Pick<RoleRepository, 'all'>) => {
  const all = async (db?: Database): Promise<Role[]> => [...builtIn, ...(await repository.all(db)).map(ownRole)]
  return {
    all,
    /** What roles give a user of the organization at `path`. Ids that no role bears give nothing. */
    async grant(roleIds: readonly string[], path: string, db?: Database): Promise<Grant> {
      const known = roleIds.every((id) => builtInById.has(id)) ? builtIn : await all(db)
      return grantOf(
        known.filter(({ id }) => roleIds.includes(id)),
        path,
      )
    },
  }
}

export const grantOf = (roles: readonly Pick<RoleDefinition, 'scope' | 'permissions'>[], path: string): Grant => {
  const reaching = (scope: RoleScope) => new Set(roles.filter((role) => role.scope === scope).flatMap(permissionsOf))
  const everywhere = reaching('all')
  const bounded = new Set([...reaching('organization')].filter((permission) => !everywhere.has(permission)))
  return {
    permissions: new Set([...everywhere, ...bounded]),
    bounds: bounded.size === 0 ? null : { path, permissions: bounded },
  }
}

/** Whether `held` covers all of `wanted`, each permission at least as far. */
export const covers = (held: Grant, wanted: Grant): boolean =>
  [...wanted.permissions].every((permission) => {
    if (!held.permissions.has(permission)) return false
    const limit = held.bounds?.permissions.has(permission) ? held.bounds.path : null
    if (limit === null) return true
    return wanted.bounds?.permissions.has(permission) === true && wanted.bounds.path.startsWith(limit)
  })

const permissionsOf = ({ permissions }: Pick<RoleDefinition, 'permissions'>): readonly Permission[] => permissions

/** The built-in roles came with the first release. */
const releasedAt = '2026-01-01T00:00:00.000Z'

const builtIn: readonly Role[] = builtInRoles.map((role) => ({
  ...role,
  locked: true,
  createdAt: releasedAt,
  modifiedAt: releasedAt,
}))

const builtInById = new Map(builtIn.map((role) => [role.id, role]))

const ownRole = (row: RoleRow): Role => ({
  id: row.id,
  legacyId: row.legacy_id,
  name: row.name,
  scope: row.scope === 'organization' ? 'organization' : 'all',
  permissions: knownPermissions(JSON.parse(row.permissions) as string[]),
  locked: false,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
})
