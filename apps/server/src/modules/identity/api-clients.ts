import { organizationPermissions, type Permission } from '@spillway/contract'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit, AuditType } from '../audit/index.ts'
import type { ApiClientRepository, ApiClientRow, ApiClientRowChanges } from './api-clients-repository.ts'
import type { Authenticator } from './authenticator.ts'
import { hashSecret } from './hashing.ts'
import { knownPermissions } from './permission-names.ts'

interface Dependencies {
  readonly repository: ApiClientRepository
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
  /** 256 random bits in hexadecimal. */
  readonly newSecret: () => string
}

export interface ApiClient {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly permissions: Permission[]
  readonly disabled: boolean
  readonly orgUid: string | null
  readonly createdAt: string
  readonly modifiedAt: string
  readonly lastUsedAt: string | null
}

export interface ApiClientChanges {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly permissions?: readonly Permission[] | undefined
}

export interface NewApiClient extends Required<ApiClientChanges> {
  /** Organization that bounds the client. */
  readonly orgUid?: string | null | undefined
}

export type ApiClients = ReturnType<typeof createApiClients>

/** API clients. Nobody grants, or takes over by way of a new secret, what they do not hold themselves. */
export const createApiClients = ({ repository, authenticator, audit, clock, newId, newSecret }: Dependencies) => {
  const now = () => clock().toISOString()

  /** The client, if the caller holds all that the client does. */
  const managed = async (caller: Caller, id: string): Promise<ApiClient> => {
    const row = id.includes('\0') ? undefined : await repository.byId(id)
    if (!row || row.tenant_id !== caller.tenantId) throw notFound()
    const client = present(row)
    requireHeld(caller, client.permissions)
    return client
  }

  const changed = (type: AuditType, caller: Caller, row: ApiClientRow | undefined): ApiClient => {
    authenticator.forgetAll()
    if (!row) throw notFound()
    audit.record({
      type,
      actor: caller,
      details: { clientId: row.id, clientName: row.name, permissions: row.permissions },
    })
    return present(row)
  }

  const requireBound = async (caller: Caller, orgUid: string, permissions: readonly Permission[]): Promise<void> => {
    requireBoundable(permissions)
    if (!orgUid.includes('\0') && (await repository.hasOrganization(caller.tenantId, orgUid))) return
    throw new SpillwayError('MALFORMED_REQUEST', { field: 'body.orgUid', reason: 'Organization was not found' })
  }

  return {
    /** One page in order of id, and where the next starts. */
    async list(
      { tenantId }: Caller,
      after: string,
      limit: number,
    ): Promise<{ apiClients: ApiClient[]; next: string | null }> {
      const rows = await repository.after(tenantId, after.replaceAll('\0', ''), limit + 1)
      const apiClients = rows.slice(0, limit).map(present)
      return { apiClients, next: rows.length > limit ? (apiClients.at(-1)?.id ?? null) : null }
    },

    async create(caller: Caller, wish: NewApiClient): Promise<ApiClient & { secret: string }> {
      const permissions = requireHeld(caller, wish.permissions ?? [])
      const orgUid = wish.orgUid ?? null
      if (orgUid !== null) await requireBound(caller, orgUid, permissions)
      const [id, secret] = [`key-${newId()}`, newSecret()]
      const row = await repository.insert({
        id,
        tenant_id: caller.tenantId,
        name: wish.name ?? '',
        description: wish.description ?? '',
        secret_hash: hashSecret(id, secret),
        permissions: JSON.stringify(permissions),
        org_uid: orgUid,
        created_by: caller.id,
        created_at: now(),
        modified_at: now(),
      })
      return { ...changed('api_client_created', caller, row), secret }
    },

    /** Changes what is given. Tokens in use follow at once. */
    async update(caller: Caller, id: string, changes: ApiClientChanges): Promise<ApiClient> {
      const client = await managed(caller, id)
      if (client.orgUid !== null) requireBoundable(changes.permissions ?? [])
      return changed('api_client_updated', caller, await repository.update(id, columnsOf(caller, changes), now()))
    },

    /** A new secret; the old one and its tokens end at once. */
    async rotateSecret(caller: Caller, id: string): Promise<ApiClient & { secret: string }> {
      await managed(caller, id)
      const secret = newSecret()
      const row = await repository.updateAndEndTokens(id, { secret_hash: hashSecret(id, secret) }, now())
      return { ...changed('api_client_secret_reset', caller, row), secret }
    },

    async setDisabled(caller: Caller, id: string, disabled: boolean): Promise<ApiClient> {
      await managed(caller, id)
      const row = await repository.updateAndEndTokens(id, { disabled: disabled ? 1 : 0 }, now())
      return changed(disabled ? 'api_client_disabled' : 'api_client_enabled', caller, row)
    },
  }
}

const columnsOf = (caller: Caller, { name, description, permissions }: ApiClientChanges): ApiClientRowChanges => ({
  ...(name !== undefined && { name }),
  ...(description !== undefined && { description }),
  ...(permissions !== undefined && { permissions: JSON.stringify(requireHeld(caller, permissions)) }),
})

/** What belongs to no organization cannot be held within one. */
const requireBoundable = (permissions: readonly Permission[]): void => {
  const unbounded = permissions.filter((permission) => !organizationPermissions.includes(permission))
  if (unbounded.length === 0) return
  throw new SpillwayError('MALFORMED_REQUEST', {
    field: 'body.permissions',
    reason: `A client of one organization cannot hold ${unbounded.join(', ')}`,
  })
}

const requireHeld = (caller: Caller, permissions: readonly Permission[]): readonly Permission[] => {
  const missing = permissions.filter((permission) => !caller.permissions.has(permission))
  if (missing.length === 0) return knownPermissions(permissions)
  throw new SpillwayError('FORBIDDEN', { field: 'body.permissions', reason: `You do not hold ${missing.join(', ')}` })
}

const present = (row: ApiClientRow): ApiClient => ({
  id: row.id,
  name: row.name,
  description: row.description,
  permissions: [...knownPermissions(JSON.parse(row.permissions) as string[])],
  disabled: row.disabled === 1,
  orgUid: row.org_uid,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  lastUsedAt: row.last_used_at,
})

const notFound = (): SpillwayError => new SpillwayError('NOT_FOUND', { reason: 'No such API client' })
