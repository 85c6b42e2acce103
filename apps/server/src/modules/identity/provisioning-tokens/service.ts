import type { Permission } from '@spillway/contract'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { NewId } from '../../../platform/ids.ts'
import type { Audit, AuditType } from '../../audit/index.ts'
import { hashSecret } from '../hashing.ts'
import { reaches, reachOf } from '../reach.ts'
import { idOf, writeToken } from './format.ts'
import type { ProvisioningTokenRepository, ProvisioningTokenRow } from './repository.ts'

interface Dependencies {
  readonly repository: ProvisioningTokenRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** 256 random bits in hexadecimal. */
  readonly newSecret: () => string
}

export interface NewProvisioningToken {
  readonly name: string
  readonly orgUid: string | null
  readonly expiresAt: string | null
}

/** All that such a token may do. */
export const provisioningPermission: Permission = 'directory.provision'

export type ProvisioningTokens = ReturnType<typeof createProvisioningTokens>

/** Long-lived tokens of identity providers. Nobody makes one that reaches further than they do. */
export const createProvisioningTokens = ({ repository, audit, clock, newId, newSecret }: Dependencies) => {
  const now = () => clock().toISOString()

  const record = (type: AuditType, caller: Caller, { id, name, org_uid }: ProvisioningTokenRow): void =>
    audit.record({ type, actor: caller, details: { tokenId: id, tokenName: name, orgUid: org_uid } })

  const existing = async (caller: Caller, id: string): Promise<ProvisioningTokenRow> => {
    const row = id.includes('\0') ? undefined : await repository.byId(id)
    if (!row || row.tenant_id !== caller.tenantId) throw notFound()
    const path = row.org_uid === null ? '/' : await pathOf(caller, row.org_uid)
    if (!reaches(reachOf(caller, 'api-clients.write'), path)) throw notFound()
    return row
  }

  const requireReach = async (caller: Caller, orgUid: string | null): Promise<void> => {
    if (!caller.permissions.has(provisioningPermission)) throw beyond(`You do not hold ${provisioningPermission}`)
    const reach = reachOf(caller, provisioningPermission)
    const path = orgUid === null ? '/' : await pathOf(caller, orgUid)
    if (!reaches(reach, path)) throw beyond('You do not provision that much')
  }

  const pathOf = async ({ tenantId }: Caller, orgUid: string): Promise<string> => {
    const path = orgUid.includes('\0') ? undefined : await repository.organizationPath(tenantId, orgUid)
    if (path !== undefined) return path
    throw new SpillwayError('MALFORMED_REQUEST', { field: 'body.orgUid', reason: 'Organization was not found' })
  }

  const future = (expiresAt: string | null): string | null => {
    if (expiresAt === null) return null
    const at = new Date(expiresAt)
    if (at > clock()) return at.toISOString()
    throw new SpillwayError('MALFORMED_REQUEST', { field: 'body.expiresAt', reason: 'Must lie in the future' })
  }

  return {
    /** One page in order of id, and where the next starts. */
    async list(caller: Caller, after: string, limit: number) {
      const rows = await repository.after(reachOf(caller, 'api-clients.read'), after.replaceAll('\0', ''), limit + 1)
      const provisioningTokens = rows.slice(0, limit).map(present)
      return { provisioningTokens, next: rows.length > limit ? (provisioningTokens.at(-1)?.id ?? null) : null }
    },

    async create(caller: Caller, { name, orgUid, expiresAt }: NewProvisioningToken) {
      await requireReach(caller, orgUid)
      const [id, secret, at] = [idOf(newId()), newSecret(), now()]
      const row = await repository.insert({
        ...{ id, tenant_id: caller.tenantId, name, secret_hash: hashSecret(id, secret), org_uid: orgUid },
        ...{ expires_at: future(expiresAt), created_by: caller.id, created_at: at, modified_at: at },
        last_used_at: null,
      })
      record('provisioning_token_created', caller, row)
      return { ...present(row), token: writeToken({ id, secret }) }
    },

    /** A new token of the same name and reach; the old one ends at once. */
    async rotate(caller: Caller, id: string, expiresAt: string | null) {
      const { org_uid, secret_hash } = await existing(caller, id)
      await requireReach(caller, org_uid)
      const secret = newSecret()
      const columns = { secret_hash: hashSecret(id, secret), expires_at: future(expiresAt), modified_at: now() }
      const row = await repository.replace(id, { before: secret_hash, ...columns })
      if (!row) throw notFound()
      record('provisioning_token_rotated', caller, row)
      return { ...present(row), token: writeToken({ id, secret }) }
    },

    /** Ends a token at once. Takes no more than the right to manage it: a leaked one must go, whoever notices. */
    async revoke(caller: Caller, id: string): Promise<void> {
      const row = await existing(caller, id)
      if (!(await repository.remove(id))) throw notFound()
      record('provisioning_token_revoked', caller, row)
    },
  }
}

const present = (row: ProvisioningTokenRow) => ({
  id: row.id,
  name: row.name,
  orgUid: row.org_uid,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
})

const beyond = (reason: string): SpillwayError => new SpillwayError('FORBIDDEN', { field: 'body.orgUid', reason })
const notFound = (): SpillwayError => new SpillwayError('NOT_FOUND', { reason: 'No such provisioning token' })
