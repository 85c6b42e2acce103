import { agentPermissions, type Permission } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { OrganizationBounds } from '../../http/index.ts'
import type { ApiClientRepository } from './api-clients-repository.ts'
import { knownPermissions } from './permission-names.ts'
import type { ProvisioningTokenRow } from './provisioning-tokens/repository.ts'
import { provisioningPermission } from './provisioning-tokens/service.ts'
import { lineage } from './reach.ts'
import type { RoleCatalogue } from './roles/catalogue.ts'
import type { RoleRepository } from './roles/repository.ts'
import type { Claims, PrincipalType } from './tokens.ts'
import type { User, UserRepository } from './users-repository.ts'

/** What a principal may do at this moment. */
export interface Standing {
  readonly name: string
  readonly tenantId: string
  readonly generation: number
  readonly permissions: readonly Permission[]
  readonly bounds: OrganizationBounds | null
}

interface Dependencies {
  readonly users: UserRepository
  readonly apiClients: ApiClientRepository
  readonly roles: RoleRepository
  readonly catalogue: RoleCatalogue
  readonly store: ControlStore
}

export type Principals = ReturnType<typeof createPrincipals>

/** Looks principals of every kind up as they stand now; null when unknown, blocked, disabled or deactivated. */
export const createPrincipals = ({ users, apiClients, roles, catalogue, store }: Dependencies) => {
  const user = async (row: User): Promise<Standing | null> => {
    if (!row.active || row.blocked) return null
    const [path, grants] = await Promise.all([openPath(store, row.org_uid), roles.ofUser(row.uid)])
    if (path === null) return null
    const { permissions, bounds } = await catalogue.grant(
      grants.map(({ role_id }) => role_id),
      path,
    )
    return { ...common({ ...row, name: row.username }), permissions: [...permissions], bounds }
  }
  const client = async (row: ClientColumns): Promise<Standing | null> => {
    if (row.org_uid === null) return clientStanding(row)
    const path = await openPath(store, row.org_uid)
    return path === null ? null : { ...clientStanding(row), bounds: boundsOf(row, path) }
  }
  const lookUp: Record<PrincipalType, (id: string) => Promise<Standing | null>> = {
    USER: async (uid) => {
      const row = await users.byUid(uid)
      return row ? user(row) : null
    },
    API_KEY: async (id) => {
      const row = await apiClients.byId(id)
      return !row || row.disabled ? null : client(row)
    },
    AGENT: async (uid) => agentStanding(store, uid),
  }
  return {
    user,
    standing: ({ type, id }: Pick<Claims, 'type' | 'id'>) => lookUp[type](id),
    /** An identity provider, by the record of its token. */
    provisioner: (row: ProvisioningTokenRow): Promise<Standing | null> => client({ ...row, ...provisioning }),
  }
}

/** What no record of a token says, since it holds for all of them. */
const provisioning = { token_generation: 0, permissions: JSON.stringify([provisioningPermission]) }

/** A machine acts only while its user may; one that nobody owns stands for itself. */
const agentStanding = async (store: ControlStore, uid: string): Promise<Standing | null> => {
  const agent = await store.db
    .selectFrom('agent')
    .leftJoin('user', 'user.uid', 'agent.user_uid')
    .select(['agent.name', 'agent.tenant_id', 'agent.token_generation'])
    .select(['agent.active', 'agent.blocked', 'agent.deauthorized'])
    .select(['user.active as owner_active', 'user.blocked as owner_blocked', 'user.org_uid as owner_org'])
    .where('agent.uid', '=', uid)
    .executeTakeFirst()
  if (!agent?.active || agent.blocked || agent.deauthorized) return null
  if (agent.owner_active === 0 || agent.owner_blocked === 1) return null
  if (agent.owner_org !== null && (await openPath(store, agent.owner_org)) === null) return null
  return { ...common(agent), permissions: agentPermissions, bounds: null }
}

/** Path of an organization; null when it or one above it is blocked or deactivated. */
const openPath = async ({ db }: ControlStore, uid: string): Promise<string | null> => {
  const own = await db.selectFrom('organization').select('path').where('uid', '=', uid).executeTakeFirstOrThrow()
  const closed = await db
    .selectFrom('organization')
    .select('uid')
    .where('path', 'in', lineage(own.path))
    .where(({ eb, or }) => or([eb('blocked', '=', 1), eb('active', '=', 0)]))
    .executeTakeFirst()
  return closed ? null : own.path
}

/** A client of one organization reaches no further with anything. */
const boundsOf = ({ permissions }: { readonly permissions: string }, path: string): OrganizationBounds => ({
  path,
  permissions: new Set(knownPermissions(JSON.parse(permissions) as string[])),
})

interface CommonColumns {
  readonly tenant_id: string
  readonly token_generation: number
}

interface ClientColumns extends CommonColumns {
  readonly name: string
  readonly permissions: string
  readonly org_uid: string | null
}

export const clientStanding = (client: Omit<ClientColumns, 'org_uid'>): Standing => ({
  ...common(client),
  permissions: knownPermissions(JSON.parse(client.permissions) as string[]),
  bounds: null,
})

const common = (row: CommonColumns & { readonly name: string }) => ({
  name: row.name,
  tenantId: row.tenant_id,
  generation: row.token_generation,
})
