import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { matchesSecret } from '../hashing.ts'
import type { Principals } from '../principals.ts'
import { readToken, type TokenParts } from './format.ts'
import type { ProvisioningTokenRepository, ProvisioningTokenRow } from './repository.ts'

/** When a token was last used is kept to the minute, so that requests cost a write at most once in that time. */
const usedResolutionMilliseconds = 60_000

interface Dependencies {
  readonly repository: ProvisioningTokenRepository
  readonly principals: Pick<Principals, 'provisioner'>
  readonly clock: Clock
}

export type Identity = Omit<Caller, 'ip' | 'userAgent'>
export type ProvisioningAuthenticator = ReturnType<typeof createProvisioningAuthenticator>

/**
 * Turns provisioning tokens into callers. Every request asks the store, so that a token that was revoked, rotated or cut
 * off with its organization ends at once on every node.
 */
export const createProvisioningAuthenticator = ({ repository, principals, clock }: Dependencies) => {
  const matching = async ({ id, secret }: TokenParts): Promise<ProvisioningTokenRow | null> => {
    const row = await repository.byId(id)
    const matches = matchesSecret(row?.secret_hash ?? null, id, secret)
    const isLive = row && (row.expires_at === null || Date.parse(row.expires_at) > clock().getTime())
    return matches && isLive ? row : null
  }

  const markUsed = async ({ id, last_used_at: last }: ProvisioningTokenRow): Promise<void> => {
    const now = clock()
    if (last !== null && now.getTime() - Date.parse(last) < usedResolutionMilliseconds) return
    await repository.markUsed(id, now.toISOString())
  }

  return {
    /** Whether a bearer token has the form of these. */
    isOne: (token: string): boolean => readToken(token) !== null,

    /** Who the token stands for; null when it is none that is live. */
    async identify(token: string): Promise<Identity | null> {
      const parts = readToken(token)
      const row = parts && (await matching(parts))
      const standing = row && (await principals.provisioner(row))
      if (!standing) return null
      await markUsed(row)
      const { name, tenantId, permissions, bounds } = standing
      return { kind: 'api-client', id: row.id, name, tenantId, permissions: new Set(permissions), bounds }
    },

    /** Ends a token for whoever shows it; whether it was a live one. */
    async revoke(token: string): Promise<boolean> {
      const parts = readToken(token)
      const row = parts && (await matching(parts))
      return row ? repository.remove(row.id) : false
    },
  }
}
