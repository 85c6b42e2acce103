import type { Permission } from '@spillway/contract'
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { NewId } from '../../platform/ids.ts'
import { type SigningKeys, signingAlgorithm } from './signing-keys.ts'

export type PrincipalType = 'USER' | 'API_KEY' | 'AGENT'

/** Seconds a token lives: the published figures for users and API clients, ours for agents. */
const tokenLifetimes: Readonly<Record<PrincipalType, number>> = { API_KEY: 900, USER: 1800, AGENT: 3600 }

/** Longest token looked at, in characters. */
const maximumLength = 8192
/** Verified tokens remembered; their signature is not computed again. */
const maximumRemembered = 10_000
const issuer = 'spillway'

/** Who a token is for, and which generation of its tokens it belongs to. */
export interface Principal {
  readonly type: PrincipalType
  readonly id: string
  readonly tenantId: string
  readonly generation: number
  readonly permissions: readonly Permission[]
}

export interface Claims {
  readonly jti: string
  readonly type: PrincipalType
  readonly id: string
  readonly tenantId: string
  readonly generation: number
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

export interface IssuedToken {
  readonly token: string
  readonly expiresInSeconds: number
}

interface Dependencies {
  readonly keys: SigningKeys
  readonly clock: Clock
  readonly newId: NewId
}

export type Tokens = ReturnType<typeof createTokens>

/** Issues and verifies signed tokens (JWT, Ed25519). Whether the principal may still act is not decided here. */
export const createTokens = ({ keys, clock, newId }: Dependencies) => {
  const verified = new LRUCache<string, Claims>({ max: maximumRemembered })

  const verify = async (token: string): Promise<Claims> => {
    const { kid } = headerOf(token)
    const key = typeof kid === 'string' ? await keys.verifying(kid) : null
    if (!key) throw invalidToken()
    const options = { issuer, algorithms: [signingAlgorithm], currentDate: clock(), clockTolerance: 0 }
    const { payload } = await jwtVerify(token, key, options).catch(() => Promise.reject(invalidToken()))
    return readClaims(payload)
  }

  return {
    async issue(principal: Principal): Promise<IssuedToken> {
      const expiresInSeconds = tokenLifetimes[principal.type]
      const now = clock().getTime() / 1000
      const { kid, privateKey } = await keys.current()
      const token = await new SignJWT(claimsOf(principal))
        .setProtectedHeader({ alg: signingAlgorithm, typ: 'JWT', kid })
        .setIssuer(issuer)
        .setSubject(principal.id)
        .setJti(newId())
        .setIssuedAt(Math.floor(now))
        // Claims are whole seconds, and a client counts from when it has the token: rounding down would end it early.
        .setExpirationTime(Math.ceil(now) + expiresInSeconds)
        .sign(privateKey)
      return { token, expiresInSeconds }
    },

    /** Claims of a token that we signed and that has not run out; throws `UNAUTHENTICATED`. */
    async verify(token: string): Promise<Claims> {
      if (token.length > maximumLength) throw invalidToken()
      const claims = verified.get(token) ?? (await verify(token))
      if (claims.expiresAt <= clock().getTime()) throw invalidToken()
      verified.set(token, claims)
      return claims
    },
  }
}

const claimsOf = ({ type, tenantId, generation, permissions }: Principal) => ({
  principalType: type,
  tenantUid: tenantId,
  permissions,
  generation,
})

const headerOf = (token: string) => {
  try {
    return decodeProtectedHeader(token)
  } catch {
    throw invalidToken()
  }
}

// Our signature stands under it, so the claims have the types we gave them.
const readClaims = (payload: Readonly<Record<string, unknown>>): Claims => ({
  jti: String(payload.jti),
  type: payload.principalType as PrincipalType,
  id: String(payload.sub),
  tenantId: String(payload.tenantUid),
  generation: Number(payload.generation),
  expiresAt: Number(payload.exp) * 1000,
})

/** One answer for every bad token: which way it is bad is of use to an attacker alone. */
export const invalidToken = (): SpillwayError =>
  new SpillwayError('UNAUTHENTICATED', { reason: 'The token is not valid, has expired or was revoked' })
