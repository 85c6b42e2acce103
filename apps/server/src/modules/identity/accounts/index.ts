import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { NewId } from '../../../platform/ids.ts'
import type { Audit } from '../../audit/index.ts'
import type { Authenticator } from '../authenticator.ts'
import type { Passwords } from '../passwords.ts'
import type { Principals } from '../principals.ts'
import type { Throttle } from '../throttle.ts'
import type { UserChanges } from '../users/changes.ts'
import type { People } from '../users/people.ts'
import { createPeopleRepository } from '../users/repository.ts'
import type { UserRepository } from '../users-repository.ts'
import { createSecretJudge } from './judge.ts'
import { type AccountMailSettings, createAccountMail } from './mail.ts'
import { createRedeem } from './redeem.ts'
import { createAccountRepository } from './repository.ts'
import { createResetRequests } from './requests.ts'
import { accountRoutes } from './routes.ts'
import { createAccounts } from './service.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly users: UserRepository
  readonly people: People
  readonly changes: UserChanges
  readonly principals: Principals
  readonly passwords: Passwords
  readonly throttle: Throttle
  readonly newId: NewId
  /** How mail to users goes out; null where who issues a secret hands it over. */
  readonly mail: AccountMailSettings | null
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
  readonly newSecret: () => string
  readonly home: () => { readonly organizationUid: string }
}

export interface AccountParts {
  readonly routes: readonly Route[]
  /** Clears wishes that nobody answered in time. */
  deleteExpired(): Promise<void>
  /** Begins to send mail, where it is set up. */
  start(): void
  stop(): Promise<void>
}

/** How accounts come into, and back into, their holders' hands. */
export const createAccountParts = (dependencies: Dependencies): AccountParts => {
  const { store, clock } = dependencies
  const requests = createResetRequests({ ...dependencies, repository: createAccountRepository(store) })
  const judge = createSecretJudge(dependencies)
  const { post, start, stop } = createAccountMail({ ...dependencies, judge }, dependencies.mail)
  const accounts = createAccounts({ ...dependencies, repository: createPeopleRepository(store), requests, post })
  const redeem = createRedeem({ ...dependencies, judge })
  const routes = accountRoutes({ accounts, requests, redeem, clock })
  return { routes, deleteExpired: requests.deleteExpired, start, stop }
}
