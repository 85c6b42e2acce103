import { parseBaseUrl } from './core/base-url.ts'
import { type Credentials, signInFor } from './core/credentials.ts'
import type { Exchange } from './core/exchange.ts'
import { createPersist } from './core/persist.ts'
import { type Platform, systemPlatform } from './core/platform.ts'
import { createRequester, type Requester } from './core/requester.ts'
import { defaultRetryPolicy, type RetryPolicy } from './core/retry.ts'
import { createTokenKeeper, fixedToken, type TokenKeeper } from './core/token-keeper.ts'
import { createAccounts } from './resources/accounts.ts'
import { createAgents } from './resources/agents.ts'
import { createAlerts } from './resources/alerts.ts'
import { createApiClients } from './resources/api-clients.ts'
import { createBacktests } from './resources/backtests.ts'
import { createEventFeed } from './resources/event-feed.ts'
import { createFileEvents, createFileEventsV1 } from './resources/file-events.ts'
import { createImports } from './resources/imports.ts'
import { createIngest } from './resources/ingest.ts'
import { createLessons } from './resources/lessons.ts'
import { createMyAccount } from './resources/my-account.ts'
import { createNotifications } from './resources/notifications.ts'
import { createOrganizations } from './resources/organizations.ts'
import { createPortalAgents } from './resources/portal-agents.ts'
import { createProvisioningTokens } from './resources/provisioning-tokens.ts'
import { createRiskSettings } from './resources/risk-settings.ts'
import { createRules } from './resources/rules.ts'
import { createSavedSearches } from './resources/saved-searches.ts'
import { createSessions } from './resources/sessions.ts'
import { createSystem } from './resources/system.ts'
import { createUsers } from './resources/users.ts'

export interface ClientOptions {
  readonly baseUrl: string
  readonly credentials: Credentials
  /** Milliseconds for one attempt, default 30,000. */
  readonly timeout?: number
  readonly retry?: Partial<RetryPolicy>
  /** Put before the SDK's own product token. */
  readonly userAgent?: string
  /** Plain http to other hosts than this one shows credentials to the network. */
  readonly allowPlainHttp?: boolean
  readonly platform?: Partial<Platform>
}

export type SpillwayClient = ReturnType<typeof createSpillwayClient>

const productToken = 'spillway-sdk/0.1.0'

/** A client of one Spillway server. Signs in when the first call needs it and keeps the token fresh. */
export const createSpillwayClient = (options: ClientOptions) => {
  const platform: Platform = { ...systemPlatform, ...options.platform }
  const retry: RetryPolicy = { ...defaultRetryPolicy, ...options.retry }
  const requester = requesterFor(options, retry, platform)
  const persist = createPersist({ retry, platform })
  return {
    fileEvents: createFileEvents(requester),
    fileEventsV1: createFileEventsV1(requester),
    savedSearches: createSavedSearches(requester),
    ingest: createIngest(requester, platform),
    eventFeed: createEventFeed(requester, persist),
    apiClients: createApiClients(requester),
    provisioningTokens: createProvisioningTokens(requester),
    notifications: createNotifications(requester),
    imports: createImports(requester),
    agents: { ...createAgents(requester), ...createPortalAgents(requester) },
    alerts: createAlerts(requester, persist),
    sessions: createSessions(requester, persist),
    lessons: createLessons(requester),
    users: createUsers(requester),
    accounts: createAccounts(requester),
    myAccount: createMyAccount(requester),
    organizations: createOrganizations(requester),
    rules: createRules(requester),
    riskSettings: createRiskSettings(requester),
    backtests: createBacktests(requester),
    system: createSystem(requester),
    /** For operations the SDK has no method for yet: same authentication, retries and errors. */
    requester,
    /** Repeats a call that may be repeated for as long as the server is away. */
    persist,
  }
}

const requesterFor = (options: ClientOptions, retry: RetryPolicy, platform: Platform): Requester => {
  const exchange: Exchange = {
    baseUrl: parseBaseUrl(options.baseUrl, options.allowPlainHttp),
    fetch: platform.fetch,
    timeout: options.timeout ?? 30_000,
    userAgent: [options.userAgent, productToken].filter(Boolean).join(' '),
  }
  const shared = { exchange, retry, platform }
  const anonymous = createRequester({ ...shared, token: fixedToken('') })
  return createRequester({ ...shared, token: tokenKeeperFor(options.credentials, anonymous, platform) })
}

const tokenKeeperFor = (credentials: Credentials, anonymous: Requester, platform: Platform): TokenKeeper => {
  const signIn = signInFor(credentials)
  if (signIn === null) return fixedToken((credentials as { token: string }).token)
  return createTokenKeeper(async () => signIn.read(await anonymous.json(await signIn.call())), platform.monotonic)
}
