import type { BasicCredentials, Caller, Visitor } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit, AuditActor } from '../audit/index.ts'
import type { ApiClientRepository } from './api-clients-repository.ts'
import { matchesSecret } from './hashing.ts'
import type { Passwords } from './passwords.ts'
import { clientStanding, type Principals, type Standing } from './principals.ts'
import { matchingStep } from './second-factor.ts'
import type { Throttle } from './throttle.ts'
import type { IssuedToken, PrincipalType, Tokens } from './tokens.ts'
import { type User, type UserRepository, usernameKey } from './users-repository.ts'

/** When an API client was last used is kept to the minute, so that a token costs a write at most once in that time. */
const usedResolutionMilliseconds = 60_000

interface Dependencies {
  readonly users: UserRepository
  readonly apiClients: ApiClientRepository
  readonly principals: Principals
  readonly passwords: Passwords
  readonly throttle: Throttle
  readonly tokens: Tokens
  readonly audit: Audit
  readonly clock: Clock
}

/** What users show again before they change how they sign in. */
interface Proof {
  readonly password: string
  readonly code?: string
}

export type SignIn = ReturnType<typeof createSignIn>

/** Exchanges credentials for tokens. Every way of being wrong looks the same from outside and takes the same time. */
export const createSignIn = (dependencies: Dependencies) => {
  const { users, apiClients, principals, passwords, throttle, tokens, audit, clock } = dependencies

  /** The user with that name and password, or null. */
  const judgePassword = async ({ name, secret }: BasicCredentials): Promise<User | null> => {
    const user = name.includes('\0') ? undefined : await users.byUsername(name)
    const matches = await passwords.verify(user?.password_hash ?? null, secret)
    return user && matches && (await principals.user(user)) ? user : null
  }

  /** Whether the second factor is off, or the code is right and new. */
  const passesSecondFactor = async (user: User, code: string | undefined): Promise<boolean> => {
    if (user.totp_secret === null) return true
    const step = code === undefined ? null : matchingStep(user.totp_secret, code, clock())
    return step !== null && (await users.consumeStep(user.uid, step))
  }

  const judgeUser = async (credentials: BasicCredentials, code: string | undefined): Promise<User | null> => {
    const user = await judgePassword(credentials)
    return user && (await passesSecondFactor(user, code)) ? user : null
  }

  const judgeClient = async ({ name, secret }: BasicCredentials) => {
    const client = name.includes('\0') ? undefined : await apiClients.byId(name)
    const matches = matchesSecret(client?.secret_hash ?? null, name, secret)
    return client && matches && !client.disabled ? client : null
  }

  const standingOf = async (user: User): Promise<Standing> => {
    const standing = await principals.user(user)
    if (!standing) throw new SpillwayError('INVALID_CREDENTIALS', { reason: 'Invalid or missing credentials' })
    return standing
  }

  const refused = (name: string, visitor: Visitor): SpillwayError => {
    const actor: AuditActor = { kind: 'unknown', id: '', name: name.slice(0, 320), ...visitor }
    audit.record({ type: 'login_failed', actor, details: { success: false } })
    return new SpillwayError('INVALID_CREDENTIALS', { reason: 'Invalid or missing credentials' })
  }

  const issue = (type: PrincipalType, id: string, standing: Standing): Promise<IssuedToken> =>
    tokens.issue({ type, id, ...standing })

  const markUsed = async (id: string, lastUsedAt: string | null): Promise<void> => {
    const now = clock()
    const isRecent = lastUsedAt !== null && now.getTime() - Date.parse(lastUsedAt) < usedResolutionMilliseconds
    if (!isRecent) await apiClients.markUsed(id, now.toISOString())
  }

  const signedIn = async (credentials: BasicCredentials | null, code: string | undefined, visitor: Visitor) => {
    const given = required(credentials)
    const judge = () => judgeUser(given, code)
    const user = await throttle.attempt(`user:${usernameKey(given.name)}`, visitor.ip, judge)
    if (!user) throw refused(given.name, visitor)
    audit.record({ type: 'logged_in', actor: { kind: 'user', id: user.uid, name: user.username, ...visitor } })
    return { uid: user.uid, standing: await standingOf(user) }
  }

  return {
    /** Token for a user name, password and, where the second factor is on, its code. */
    async user(credentials: BasicCredentials | null, code: string | undefined, visitor: Visitor): Promise<IssuedToken> {
      const { uid, standing } = await signedIn(credentials, code, visitor)
      return issue('USER', uid, standing)
    },

    /** The same token without the list of permissions, which is for clients to read: short enough for a path. */
    async briefly(...given: Parameters<typeof signedIn>): Promise<IssuedToken> {
      const { uid, standing } = await signedIn(...given)
      return issue('USER', uid, { ...standing, permissions: [] })
    },

    /**
     * The user behind `Authorization: Basic` on a resource that still takes it. Costs a password hash each time,
     * and is no sign-in of its own in the audit log.
     */
    async basic(credentials: BasicCredentials, code: string | undefined, visitor: Visitor): Promise<Caller> {
      const judge = () => judgeUser(credentials, code)
      const user = await throttle.attempt(`user:${usernameKey(credentials.name)}`, visitor.ip, judge)
      if (!user) throw refused(credentials.name, visitor)
      const { name, tenantId, permissions, bounds } = await standingOf(user)
      return { kind: 'user', id: user.uid, name, tenantId, permissions: new Set(permissions), bounds, ...visitor }
    },

    /** Token for an API client's id and secret. */
    async client(credentials: BasicCredentials | null, visitor: Visitor): Promise<IssuedToken> {
      const given = required(credentials)
      const client = await throttle.attempt(`client:${given.name}`, visitor.ip, () => judgeClient(given))
      if (!client) throw refused(given.name, visitor)
      await markUsed(client.id, client.last_used_at)
      return issue('API_KEY', client.id, clientStanding(client))
    },

    /**
     * Throws `FORBIDDEN` unless the password, and the code of the second factor where one is given, are the user's own.
     * Wrong ones count together as one try to sign in: a right password must not make guesses of the code free.
     */
    async confirm(user: User, { password, code }: Proof, visitor: Visitor): Promise<void> {
      let wrong = wrongPassword
      const judge = async () => {
        const known = await judgePassword({ name: user.username, secret: password })
        if (!known || code === undefined) return known
        wrong = wrongCode
        return (await passesSecondFactor(known, code)) ? known : null
      }
      if (await throttle.attempt(`user:${user.username_key}`, visitor.ip, judge)) return
      refused(user.username, visitor)
      throw new SpillwayError('FORBIDDEN', wrong)
    },
  }
}

const wrongPassword = { field: 'body.currentPassword', reason: 'The current password is wrong' }
/** What is wrong with a code of the second factor that does not fit. */
export const wrongCode = { field: 'body.code', reason: 'The code is wrong or was used before' }

const required = (credentials: BasicCredentials | null): BasicCredentials => {
  if (credentials) return credentials
  throw new SpillwayError('INVALID_CREDENTIALS', { reason: 'Invalid or missing credentials' })
}
