import type { Route } from '../http/index.ts'
import { createAgentsModule, createMachinesModule } from '../modules/agents/index.ts'
import { createAuditModule } from '../modules/audit/index.ts'
import { createCustomerModule } from '../modules/customer/index.ts'
import { createIdentityModule } from '../modules/identity/index.ts'
import { createLifecycleModule } from '../modules/lifecycle/index.ts'
import { createSystemModule } from '../modules/system/index.ts'
import type { ServerConfig } from '../platform/config.ts'
import type { Logger } from '../platform/logging.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Stores } from './stores.ts'
import { version } from './version.ts'
import type { World } from './world.ts'

export interface ModuleDependencies extends World {
  readonly config: ServerConfig
  readonly stores: Stores
  readonly logger: Logger
  readonly metrics: Metrics
}

/** What starts and stops with the server. */
export interface Part {
  readonly name: string
  readonly routes: readonly Route[]
  readonly start?: () => unknown
  readonly stop?: () => Promise<void>
}

/** Every module with the services it asked for, in the order of the floors they stand on. */
export const createModules = (dependencies: ModuleDependencies) => {
  const { config, stores, clock, newId, newSecret, logger, metrics } = dependencies
  const store = stores.control
  const onFailure = (error: unknown): void => logger.error({ err: error }, 'work in the background failed')
  const { audit, ...auditing } = createAuditModule({
    store,
    clock,
    tenantId: () => identity.home().tenantId,
    onFailure,
  })
  const identity = createIdentityModule({
    ...{ store, audit, clock, newId, newSecret },
    administrator: administratorOf(config),
    dataDirectory: config.dataDirectory,
  })
  const customer = createCustomerModule({
    customer: identity.home,
    loginType: identity.users.loginType,
    publicUrl: config.publicUrl ?? null,
  })
  const agents = createAgentsModule({ store, identity, audit, clock, newId, newSecret })
  const machines = createMachinesModule({ store, identity, audit, clock })
  const lifecycle = createLifecycleModule({ clock, metrics, routes: () => routes })
  const system = createSystemModule({
    version,
    metrics,
    operations: () => routes.map(({ operation }) => operation),
    pingControlStore: () => store.db.selectNoFrom((builder) => builder.val(1).as('one')).execute(),
    pingEventStore: () => stores.driver.ping(),
  })
  // The audit log stops last: until then the others have something to tell it.
  const parts: readonly Part[] = [
    { name: 'audit', ...auditing },
    { name: 'identity', routes: identity.routes, stop: identity.stop },
    { name: 'customer', ...customer },
    { name: 'agents', routes: [...agents.routes, ...machines.routes] },
    { name: 'lifecycle', routes: lifecycle.routes },
    { name: 'system', ...system },
  ]
  const routes = parts.flatMap((part) => part.routes)
  return { parts, routes, identity, lifecycle }
}

const administratorOf = ({ adminUsername, adminPassword }: ServerConfig) => ({
  ...(adminUsername !== undefined && { username: adminUsername }),
  ...(adminPassword !== undefined && { password: adminPassword }),
})
