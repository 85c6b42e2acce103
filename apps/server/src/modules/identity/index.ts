import type { ControlStore } from '@spillway/control-store'
import type { Authenticate, Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import { createAccountParts } from './accounts/index.ts'
import type { AccountMailSettings } from './accounts/mail.ts'
import { type ApiClients, createApiClients } from './api-clients.ts'
import { createApiClientRepository } from './api-clients-repository.ts'
import { createAuthenticator } from './authenticator.ts'
import { type AdministratorSetting, type FirstStart, type Home, openHome } from './first-start.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { createPeopleParts, type PeopleParts } from './people-parts.ts'
import { createPrincipals } from './principals.ts'
import { createProvisioningAuthenticator } from './provisioning-tokens/authenticate.ts'
import { createProvisioningTokenRepository } from './provisioning-tokens/repository.ts'
import { provisioningTokenRoutes } from './provisioning-tokens/routes.ts'
import { createProvisioningTokens } from './provisioning-tokens/service.ts'
import { createRoleCatalogue } from './roles/catalogue.ts'
import { createRoleRepository } from './roles/repository.ts'
import { identityRoutes } from './routes.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createSigningKeys } from './signing-keys.ts'
import { createThrottle, type Throttle } from './throttle.ts'
import { createTokens, type IssuedToken } from './tokens.ts'
import { createTokenRepository } from './tokens-repository.ts'
import { twoPartTokenRoutes } from './two-part-tokens.ts'
import { createUsers, type Users } from './users.ts'
import { createUserRepository } from './users-repository.ts'

export type { AccountMailSettings } from './accounts/mail.ts'
export type { AdministratorSetting, FirstStart, Home } from './first-start.ts'
export { hashSecret, matchesSecret } from './hashing.ts'
export { decimalUid } from './identifiers.ts'
export { carryOutRows, type RowOutcome, refusedField } from './imports/rows.ts'
export { createListing, type ListStore } from './listing/listing.ts'
export { type Narrowing, type Slice, scopeConditions } from './listing/narrowing.ts'
export type { Place, Placing, Ranked } from './listing/ranks.ts'
export { contains, isAlike, isStorable } from './matching.ts'
export { nameKey } from './provisioning/repository.ts'
export { pathEnd, type Reach, reachOf } from './reach.ts'
export type { IssuedToken } from './tokens.ts'
export type { UserFollower, UserTurn } from './users/cascade.ts'
export { usernameKey } from './users-repository.ts'
export { isWithin } from './within.ts'

const housekeepingMilliseconds = 60 * 60 * 1000

interface Dependencies {
  readonly store: ControlStore
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
  /** 256 random bits in hexadecimal. */
  readonly newSecret: () => string
  readonly administrator?: AdministratorSetting
  readonly organizationName?: string
  readonly dataDirectory: string
  /** How invitations and resets go to users by mail; without it, who issues them hands them over. */
  readonly accountMail?: AccountMailSettings
  /** Hashing of passwords, for tests that count it. */
  readonly passwords?: Passwords
}

export interface IdentityModule extends PeopleParts {
  /** Opens the tenant; on the very first start makes it and its administrator, and tells which. */
  start(): Promise<FirstStart | null>
  stop(): Promise<void>
  readonly routes: readonly Route[]
  readonly authenticate: Authenticate
  /** The caller behind a user name, a password and, where it is on, a code of the second factor. */
  readonly authenticateBasic: SignIn['basic']
  /** The tenant of this installation; only after `start()`. */
  home(): Home
  readonly users: Users
  readonly apiClients: ApiClients
  /** Slows guessing down for other ways to sign in, such as agent keys. */
  readonly throttle: Throttle
  /** Token for an agent whose key was checked; null for one that may not act, be it for its user's sake. */
  issueAgentToken(agentUid: string): Promise<IssuedToken | null>
  /** Whether a user, and the organizations above, are neither deactivated nor blocked. */
  userMayAct(userUid: string): Promise<boolean>
  /** To be called after an agent was blocked, deactivated or given a new key. */
  forgetCallers(): void
}

export const createIdentityModule = (dependencies: Dependencies): IdentityModule => {
  const { store, audit, clock, newId, newSecret } = dependencies
  const [userRepository, apiClientRepository] = [createUserRepository(store), createApiClientRepository(store)]
  const tokenRepository = createTokenRepository(store)
  const [passwords, throttle] = [dependencies.passwords ?? createPasswords(), createThrottle(clock)]
  const tokens = createTokens({ keys: createSigningKeys({ repository: tokenRepository, clock, newId }), clock, newId })
  const roles = createRoleRepository(store)
  const catalogue = createRoleCatalogue(roles)
  const principals = createPrincipals({
    users: userRepository,
    apiClients: apiClientRepository,
    roles,
    catalogue,
    store,
  })
  const provisioningTokenRepository = createProvisioningTokenRepository(store)
  const provisioning = createProvisioningAuthenticator({ repository: provisioningTokenRepository, principals, clock })
  const authenticator = createAuthenticator({ tokens, principals, repository: tokenRepository, provisioning, clock })
  const signIn = createSignIn({
    users: userRepository,
    apiClients: apiClientRepository,
    principals,
    passwords,
    throttle,
    tokens,
    audit,
    clock,
  })
  let opened: Home | null = null
  const home = (): Home => {
    if (!opened) throw new Error('The identity module has not started')
    return opened
  }
  const shared = { authenticator, audit, clock, newId, newSecret }
  const users = createUsers({ ...shared, repository: userRepository, passwords, signIn, home })
  const apiClients = createApiClients({ ...shared, repository: apiClientRepository })
  const provisioningTokens = createProvisioningTokens({ ...shared, repository: provisioningTokenRepository })
  const parts = createPeopleParts({ ...shared, store, passwords, roles, catalogue, home })
  const accounts = createAccountParts({
    ...{ ...shared, store, passwords, throttle, principals, home },
    ...{ users: userRepository, people: parts.people, changes: parts.userChanges },
    mail: dependencies.accountMail ?? null,
  })
  const housekeeping = createHousekeeping(async () => {
    await tokenRepository.deleteExpired(clock().toISOString())
    await accounts.deleteExpired()
  })

  return {
    async start() {
      const administrator = dependencies.administrator ?? {}
      const organizationName = dependencies.organizationName ?? 'Spillway'
      const { dataDirectory } = dependencies
      const wishes = { administrator, organizationName, dataDirectory }
      const result = await openHome({ store, passwords, clock, newId, newSecret, ...wishes })
      opened = result.home
      housekeeping.start()
      accounts.start()
      return result.firstStart
    },
    stop: async () => {
      housekeeping.stop()
      await accounts.stop()
    },
    authenticate: authenticator.authenticate,
    authenticateBasic: signIn.basic,
    home,
    users,
    ...parts,
    routes: [
      ...identityRoutes({ signIn, users, apiClients, authenticator, audit }),
      ...twoPartTokenRoutes({ signIn, authenticator, clock }),
      ...provisioningTokenRoutes(provisioningTokens),
      ...parts.routes,
      ...accounts.routes,
    ],
    apiClients,
    throttle,
    async issueAgentToken(agentUid) {
      const standing = await principals.standing({ type: 'AGENT', id: agentUid })
      return standing && tokens.issue({ type: 'AGENT', id: agentUid, ...standing })
    },
    userMayAct: async (id) => (await principals.standing({ type: 'USER', id })) !== null,
    forgetCallers: authenticator.forgetAll,
  }
}

/** Clears what has expired once an hour; a failure waits for the next time. */
const createHousekeeping = (clear: () => Promise<void>) => {
  let timer: NodeJS.Timeout | undefined
  return {
    start: () => {
      timer = setInterval(() => void clear().catch(() => undefined), housekeepingMilliseconds)
      timer.unref()
    },
    stop: () => clearInterval(timer),
  }
}
