import type { ControlStore } from '@spillway/control-store'
import type { SampleDirectory } from '@spillway/simulator'
import type { FastifyInstance } from 'fastify'
import { startModules } from './compose/modules.ts'
import { openStores, type Stores } from './compose/stores.ts'
import { createUndo, type Undo } from './compose/undo.ts'
import { realWorld, type World } from './compose/world.ts'
import { createApplication, type HttpLimits } from './http/application.ts'
import type { Route } from './http/index.ts'
import type { FirstStart } from './modules/identity/index.ts'
import { requestsPerMinute, type ServerConfig } from './platform/config.ts'
import { createLogger, type Logger } from './platform/logging.ts'
import { createMetrics } from './platform/metrics.ts'
import { loadSampleDirectory } from './sample/load.ts'

/** A server that answers. */
export interface Server {
  /** Origin it listens on, such as `http://127.0.0.1:4200`. */
  readonly url: string
  readonly app: FastifyInstance
  /** What it carries out, each operation once. */
  readonly routes: readonly Route[]
  /** The administrator, when this start made the installation. */
  readonly firstStart: FirstStart | null
  /** Stores a sample directory once, for demos and measurements; false where it is there already. */
  loadSample(sample: SampleDirectory): Promise<boolean>
  /** Finishes what is under way, stores what was accepted, then closes the stores. */
  close(): Promise<void>
}

/** What tests replace: the world, and the control store behind the configured one. */
export interface Overrides extends Partial<World> {
  readonly openControl?: () => Promise<ControlStore>
}

/** Opens the stores, starts every module, listens. What was opened is closed again when a later step fails. */
export const startServer = async (
  config: ServerConfig,
  { openControl, ...overrides }: Overrides = {},
): Promise<Server> => {
  const world = { ...realWorld(), ...overrides }
  const logger = createLogger(config.logLevel, world.clock)
  const undo = createUndo(logger)
  try {
    const stores = await openStores(config, logger, openControl)
    undo.add('the control store', () => stores.control.close())
    undo.add('the event store', () => stores.driver.close())
    return await serve(config, world, stores, logger, undo)
  } catch (error) {
    await undo.run()
    throw error
  }
}

const serve = async (
  config: ServerConfig,
  world: World,
  stores: Stores,
  logger: Logger,
  undo: Undo,
): Promise<Server> => {
  const metrics = createMetrics({ processMetrics: true })
  const modules = await startModules({ ...world, config, stores, logger, metrics, undo })
  const { routes, identity, lifecycle, firstStart } = modules
  const app = await createApplication({
    routes,
    authenticate: identity.authenticate,
    authenticateBasic: identity.authenticateBasic,
    lifecycle: {
      clock: world.clock,
      apiDate: config.apiDate ?? null,
      apiDateHeader: config.apiDateHeader,
      enforceSunset: config.enforceSunset,
    },
    limits: httpLimits(config),
    trustedProxies: config.trustProxy,
    servedOverTls: config.publicUrl?.startsWith('https:') ?? false,
    newRequestId: world.newRequestId,
    logger,
    metrics,
    onDeprecatedUse: lifecycle.onDeprecatedUse,
  })
  undo.add('listener', () => app.close())
  const url = await app.listen({ port: config.port, host: config.host })
  const loadSample = (sample: SampleDirectory) =>
    loadSampleDirectory(stores.control, sample, world.clock().toISOString())
  return { url, app, routes, firstStart, loadSample, close: undo.run }
}

/** Times in milliseconds: generous to a slow network, closed to a client that only holds a connection. */
const httpLimits = (config: ServerConfig): HttpLimits => ({
  requestsPerMinute: requestsPerMinute(config),
  requestTimeout: 120_000,
  headersTimeout: 20_000,
  idleTimeout: 180_000,
  maximumConnections: config.maximumConnections,
  closeGrace: 10_000,
})
