import { availableParallelism } from 'node:os'
import { operations as everyOperation } from '@spillway/contract'
import { timingOf } from '@spillway/detection'
import { type Route, unavailableRoutes } from '../http/index.ts'
import { type ActorsModule, createActorsModule } from '../modules/actors/index.ts'
import { createAgentsModule, createMachinesModule } from '../modules/agents/index.ts'
import { type AlertsModule, createAlertsModule } from '../modules/alerts/index.ts'
import type { Audit } from '../modules/audit/index.ts'
import { createAuditModule } from '../modules/audit/index.ts'
import { createBacktestsModule } from '../modules/backtests/index.ts'
import { createBehaviorModule } from '../modules/behavior/index.ts'
import { createCustomerModule } from '../modules/customer/index.ts'
import { createAttribution, createDetectionModule } from '../modules/detection/index.ts'
import { createFeedModule } from '../modules/events/feed/index.ts'
import { createSearchModule } from '../modules/events/search/index.ts'
import { createIdentityModule, type FirstStart, type IdentityModule } from '../modules/identity/index.ts'
import { createIngestModule, type IngestDependencies } from '../modules/ingest/index.ts'
import { createLifecycleModule } from '../modules/lifecycle/index.ts'
import { createRiskModule } from '../modules/risk/index.ts'
import { createForgetIndicator, createRulesModule, type RulesModule } from '../modules/rules/index.ts'
import { createSessionsModule, followAlertStates } from '../modules/sessions/index.ts'
import { createSystemModule } from '../modules/system/index.ts'
import { createTrustModule } from '../modules/trust/index.ts'
import { createWatchlistsModule, type WatchlistsModule } from '../modules/watchlists/index.ts'
import type { ServerConfig } from '../platform/config.ts'
import type { Mailer } from '../platform/mail.ts'
import { isEventStoreAway, openEvents } from './events.ts'
import { startInstructor } from './lessons.ts'
import { accountMailOf, openMailer } from './mail.ts'
import { countLateEvents, measureBehavior, measureIngest } from './measures.ts'
import { startNotifications } from './notifications.ts'
import { keepRevisionsFew } from './revisions.ts'
import type { Surroundings } from './surroundings.ts'
import { startUpkeep } from './upkeep.ts'
import { version } from './version.ts'

/** All modules, running. */
export interface Modules {
  readonly routes: readonly Route[]
  readonly identity: IdentityModule
  readonly lifecycle: ReturnType<typeof createLifecycleModule>
  readonly firstStart: FirstStart | null
}

/** Starts every module with the services it asked for, in the order of the floors they stand on. */
export const startModules = async (dependencies: Surroundings): Promise<Modules> => {
  const { stores, clock, metrics } = dependencies
  const mailer = openMailer(dependencies.config)
  const { audit, identity, firstStart } = await startIdentity(dependencies, mailer)
  const customer = createCustomerModule({
    customer: identity.home,
    loginType: identity.users.loginType,
    publicUrl: dependencies.config.publicUrl ?? null,
  })
  const publicUrl = dependencies.config.publicUrl ?? null
  const { newSecret } = dependencies
  const machines = createMachinesModule({ store: stores.control, identity, audit, clock, newSecret, publicUrl })
  const actors = createActorsModule({
    ...{ store: stores.control, audit, clock, newId: dependencies.newId },
    tenantId: () => identity.home().tenantId,
  })
  const trust = createTrustModule({ store: stores.control, audit, clock, tenantId: () => identity.home().tenantId })
  const watchlists = createWatchlistsModule({
    ...{ store: stores.control, audit, clock, newId: dependencies.newId },
    forgetIndicator: createForgetIndicator(stores.control),
  })
  keepRevisionsFew({ ...dependencies, store: stores.control })
  const notifications = startNotifications(dependencies, audit, mailer)
  const instructor = startInstructor(
    {
      ...dependencies,
      tenantId: () => identity.home().tenantId,
      alertFacts: (tenantId, ids) => alerts.facts(tenantId, ids),
    },
    audit,
    mailer,
    watchlists,
  )
  const rules = createRulesModule({
    ...{ store: stores.control, audit, clock, newId: dependencies.newId },
    checkEducation: instructor.checkEducation,
  })
  const alerts = createAlertsModule({
    ...{ store: stores.control, rules, audit, clock, newId: dependencies.newId },
    follow: followAlertStates,
  })
  const known = { trusted: trust.list.current, actors: actors.lookup, memberships: watchlists.memberships }
  const eventRoutes = await startEvents(dependencies, audit, identity, known, watchlists, rules, alerts)
  const lifecycle = createLifecycleModule({ clock, metrics, routes: () => routes })
  const system = createSystemModule({
    version,
    metrics,
    clock,
    operations: () => routes.map(({ operation }) => operation),
    pingControlStore: () => stores.control.db.selectNoFrom((builder) => builder.val(1).as('one')).execute(),
    pingEventStore: () => stores.driver.ping(),
  })
  const absent = { routes: unavailableRoutes(everyOperation) }
  const routes = [
    identity,
    trust,
    customer,
    machines,
    actors,
    watchlists,
    instructor,
    rules,
    alerts,
    notifications,
    { routes: eventRoutes },
    lifecycle,
    system,
    absent,
  ].flatMap((part) => part.routes)
  return { routes, identity, lifecycle, firstStart }
}

const startIdentity = async (dependencies: Surroundings, mailer: Mailer) => {
  const { config, stores, clock, newId, newSecret, logger, undo } = dependencies
  const store = stores.control
  const onFailure = (error: unknown): void => logger.error({ err: error }, 'an audit record could not be stored')
  const tenantId = (): string => identity.home().tenantId
  const { audit, stop } = createAuditModule({ store, clock, tenantId, onFailure })
  const administrator = administratorOf(config)
  const { dataDirectory } = config
  const identity = createIdentityModule({
    ...{ store, audit, clock, newId, newSecret, administrator, dataDirectory },
    ...accountMailOf(dependencies, mailer),
  })
  // The audit log stops last: until then the others have something to tell it.
  undo.add('the audit log', stop)
  const firstStart = await identity.start()
  undo.add('identity', identity.stop)
  return { audit, identity, firstStart }
}

const administratorOf = ({ adminUsername, adminPassword }: ServerConfig) => ({
  ...(adminUsername !== undefined && { username: adminUsername }),
  ...(adminPassword !== undefined && { password: adminPassword }),
})

/** Who did what, who is on which list, what is trusted. */
interface Known extends Pick<IngestDependencies, 'trusted'> {
  readonly actors: ActorsModule['lookup']
  readonly memberships: WatchlistsModule['memberships']
}

/** Agents, ingest, feed, search, and detection behind them. */
const startEvents = async (
  dependencies: Surroundings,
  audit: Audit,
  identity: IdentityModule,
  known: Known,
  watchlists: WatchlistsModule,
  rules: RulesModule,
  alerts: AlertsModule,
): Promise<readonly Route[]> => {
  const { config, clock, newId, newSecret, logger, metrics, undo } = dependencies
  const store = dependencies.stores.control
  const { eventStore, node } = await openEvents({ ...dependencies, tenantId: identity.home().tenantId })
  const agents = createAgentsModule({ store, identity, audit, clock, newId, newSecret })
  const forgetIndicator = createForgetIndicator(store)
  const risk = createRiskModule({ store, audit, clock, newId, watchlists: watchlists.custom, forgetIndicator })
  const behavior = createBehaviorModule({
    ...{ store, log: eventStore, actors: known.actors, node, clock },
    onFailure: (error) => logger.error({ err: error }, 'keeping behaviour profiles failed; trying again'),
  })
  // Stops after ingest, to store what its last batches taught.
  undo.add('behaviour profiles', behavior.stop)
  const ingest = createIngestModule({
    ...{ eventStore, store, node, clock, newId, isEventStoreAway },
    behavior: behavior.desk,
    agents: agents.agents,
    ledger: agents.ledger,
    riskSettings: risk.settings,
    ...known,
    threads: Math.max(1, availableParallelism() - 1),
    onFailure: (error) => logger.error({ err: error }, 'clearing old batches failed'),
  })
  behavior.start(ingest.writer.committed)
  ingest.start()
  undo.add('ingest', ingest.stop)
  measureIngest(metrics, ingest)
  measureBehavior(metrics, behavior)
  const timing = timingOf(config.eventLatenessHours)
  const detection = createDetectionModule({
    ...{ store, log: eventStore, rules: rules.active, commits: ingest.commits, clock, owner: newId() },
    ...{ actors: known.actors, memberships: known.memberships, timing },
    tenantId: () => identity.home().tenantId,
    // The embedded engine has locked its directory: whoever else held the lease is gone.
    isAlone: config.eventStore === 'embedded',
    onLate: countLateEvents(metrics),
    onFailure: (error) => logger.error({ err: error }, 'detection failed; trying again'),
  })
  detection.start()
  undo.add('detection', detection.stop)
  startUpkeep(dependencies, timing, () => identity.home().tenantId)
  const backtests = createBacktestsModule({
    ...{ store, past: eventStore, rules, audit, clock, newId, owner: newId() },
    ...{ actors: known.actors, memberships: known.memberships, timing },
    tenantId: () => identity.home().tenantId,
    isAlone: config.eventStore === 'embedded',
    onFailure: (error) => logger.error({ err: error }, 'a backtest failed'),
  })
  backtests.start()
  undo.add('backtests', backtests.stop)
  const feed = createFeedModule({ eventStore, controlStore: store, commits: ingest.commits, clock })
  const search = createSearchModule({ eventStore, controlStore: store, audit, clock, newId, limits: config.limits })
  const attribute = createAttribution({ ...known, timing })
  const sessions = createSessionsModule({ store, alerts, events: eventStore, attribute, audit, clock, newId })
  return [agents, risk, ingest, feed, search, sessions, backtests].flatMap(({ routes }) => routes)
}
