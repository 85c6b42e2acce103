import { LRUCache } from 'lru-cache'
import type { Caller, Visitor } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Principals, Standing } from './principals.ts'
import type { Identity, ProvisioningAuthenticator } from './provisioning-tokens/authenticate.ts'
import { type Claims, invalidToken, type PrincipalType, type Tokens } from './tokens.ts'
import type { TokenRepository } from './tokens-repository.ts'

/** How long a look at the store is trusted: what another node revokes ends here within it. What this one does, at once. */
const trustMilliseconds = 1000
const maximumRemembered = 10_000

const kinds: Readonly<Record<PrincipalType, Caller['kind']>> = { USER: 'user', API_KEY: 'api-client', AGENT: 'agent' }

interface Dependencies {
  readonly tokens: Tokens
  readonly principals: Principals
  readonly repository: TokenRepository
  readonly provisioning: ProvisioningAuthenticator
  readonly clock: Clock
}

export type Authenticator = ReturnType<typeof createAuthenticator>

/** Turns tokens into callers. */
export const createAuthenticator = ({ tokens, principals, repository, provisioning, clock }: Dependencies) => {
  const remembered = new LRUCache<string, { readonly identity: Identity; readonly at: number }>({
    max: maximumRemembered,
  })
  let epoch = 0

  const lookUp = async (claims: Claims): Promise<Identity> => {
    const known = remembered.get(claims.jti)
    const now = clock().getTime()
    if (known && Math.abs(now - known.at) < trustMilliseconds) return known.identity
    const startedIn = epoch
    const [standing, isRevoked] = await Promise.all([principals.standing(claims), repository.isRevoked(claims.jti)])
    if (!standing || isRevoked || standing.generation !== claims.generation) throw invalidToken()
    const identity = identityOf(claims, standing)
    // A change meanwhile makes what was read stale.
    if (startedIn === epoch) remembered.set(claims.jti, { identity, at: now })
    return identity
  }

  const identify = async (token: string): Promise<Identity> => {
    if (!provisioning.isOne(token)) return lookUp(await tokens.verify(token))
    const identity = await provisioning.identify(token)
    if (!identity) throw invalidToken()
    return identity
  }

  const forgetAll = (): void => {
    epoch++
    remembered.clear()
  }

  return {
    /** The caller behind a bearer token; throws `UNAUTHENTICATED`. */
    authenticate: async (token: string, visitor: Visitor): Promise<Caller> => ({
      ...(await identify(token)),
      ...visitor,
    }),

    /** To be called after any change to what a principal may do. */
    forgetAll,

    /** Ends a token; nothing happens when it is no valid one. */
    revoke: async (token: string): Promise<void> => {
      if (await provisioning.revoke(token)) return
      const claims = await tokens.verify(token).catch(nullIfInvalid)
      if (!claims) return
      const expiresAt = new Date(claims.expiresAt).toISOString()
      await repository.revoke({ jti: claims.jti, revoked_at: clock().toISOString(), expires_at: expiresAt })
      forgetAll()
    },
  }
}

/** For `catch`, where a token that is not valid is no error. */
export const nullIfInvalid = (error: unknown): null => {
  if (error instanceof SpillwayError && error.code === 'UNAUTHENTICATED') return null
  throw error
}

const identityOf = (claims: Claims, standing: Standing): Identity => ({
  kind: kinds[claims.type],
  id: claims.id,
  name: standing.name,
  permissions: new Set(standing.permissions),
  bounds: standing.bounds,
  tenantId: standing.tenantId,
})
