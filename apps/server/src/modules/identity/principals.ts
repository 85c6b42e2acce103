import { allPermissions, type Permission, rolePermissions } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { ApiClientRepository } from './api-clients-repository.ts'
import type { Claims, PrincipalType } from './tokens.ts'
import type { UserRepository } from './users-repository.ts'

/** What a principal may do at this moment. */
export interface Standing {
  readonly name: string
  readonly tenantId: string
  readonly generation: number
  readonly permissions: readonly Permission[]
}

interface Dependencies {
  readonly users: UserRepository
  readonly apiClients: ApiClientRepository
  readonly store: ControlStore
}

export type Principals = ReturnType<typeof createPrincipals>

/** Looks principals of every kind up as they stand now; null when unknown, blocked, disabled or deactivated. */
export const createPrincipals = ({ users, apiClients, store }: Dependencies) => {
  const lookUp: Record<PrincipalType, (id: string) => Promise<Standing | null>> = {
    USER: async (uid) => {
      const user = await users.byUid(uid)
      return user?.active && !user.blocked ? userStanding(user) : null
    },
    API_KEY: async (id) => {
      const client = await apiClients.byId(id)
      return client && !client.disabled ? clientStanding(client) : null
    },
    AGENT: async (uid) => {
      const agent = await store.db
        .selectFrom('agent')
        .select(['name', 'tenant_id', 'token_generation', 'active', 'blocked'])
        .where('uid', '=', uid)
        .executeTakeFirst()
      return agent?.active && !agent.blocked ? { ...common(agent), permissions: rolePermissions.Agent } : null
    },
  }
  return { standing: ({ type, id }: Pick<Claims, 'type' | 'id'>) => lookUp[type](id) }
}

interface CommonColumns {
  readonly tenant_id: string
  readonly token_generation: number
}

export const userStanding = (
  user: CommonColumns & { readonly username: string; readonly roles: string },
): Standing => ({
  ...common({ ...user, name: user.username }),
  permissions: permissionsOfRoles(JSON.parse(user.roles) as string[]),
})

export const clientStanding = (
  client: CommonColumns & { readonly name: string; readonly permissions: string },
): Standing => ({
  ...common(client),
  permissions: knownPermissions(JSON.parse(client.permissions) as string[]),
})

const common = (row: CommonColumns & { readonly name: string }) => ({
  name: row.name,
  tenantId: row.tenant_id,
  generation: row.token_generation,
})

const permissionsOfRoles = (roles: readonly string[]): readonly Permission[] => {
  const byRole: Readonly<Record<string, readonly Permission[]>> = rolePermissions
  return [...new Set(roles.flatMap((role) => byRole[role] ?? []))]
}

/** Names that this version knows; a permission of another version grants nothing. */
export const knownPermissions = (names: readonly string[]): readonly Permission[] =>
  allPermissions.filter((permission) => names.includes(permission))
