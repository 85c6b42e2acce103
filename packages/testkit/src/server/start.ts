import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allPermissions } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { readConfig, type Server, startServer } from '@spillway/server'
import { type ClickHouseEndpoint, clickHouseEndpoint } from '../clickhouse-endpoint/index.ts'
import { createTestClient, type TestClient } from './client.ts'
import { createTestClock, type TestClock } from './clock.ts'
import { countingIds, countingSecrets } from './ids.ts'

export interface TestServerOptions {
  readonly store?: 'embedded' | 'remote'
  /** `postgres` needs the environment variable `SPILLWAY_TEST_POSTGRES`, the URL of a database. */
  readonly control?: 'sqlite' | 'postgres'
  /** A store of the test's own instead, to fill in what no operation takes; the server closes it. */
  readonly openControl?: () => Promise<ControlStore>
  readonly clock?: TestClock
  /** Settings of the server, over the test's own. */
  readonly config?: Readonly<Record<string, unknown>>
  /** Data directory to go on with; a fresh one that is removed at the end by default. */
  readonly directory?: string
}

export interface TestServer extends TestClient {
  readonly url: string
  readonly admin: { readonly username: string; readonly password: string }
  readonly clock: TestClock
  readonly directory: string
  readonly server: Server
  /** The engine behind a `remote` store, to be hurt and healed; null for an embedded one. */
  readonly engine: ClickHouseEndpoint | null
  close(): Promise<void>
}

const admin = { username: 'admin@example.com', password: 'correct horse battery' }

/** A whole server on real stores in a temporary directory: the clock stands still, ids count, nothing is logged. */
export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const { store = 'embedded', control = 'sqlite', clock = createTestClock() } = options
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'spillway-server-')))
  const engine = store === 'remote' ? await clickHouseEndpoint(join(directory, 'engine')) : null
  const server = await startServer(configOf(options, directory, engine), {
    clock,
    // A directory that was used before holds the first counted ids already.
    newId: options.directory === undefined ? countingIds() : randomUUID,
    newSecret: countingSecrets(),
    ...(control === 'postgres' && { openControl: openPostgres }),
    ...(options.openControl && { openControl: options.openControl }),
  }).catch(async (error) => {
    await engine?.close()
    throw error
  })
  return {
    ...createTestClient({ url: server.url, admin, clock, allPermissions }),
    ...{ url: server.url, admin, clock, directory, server, engine },
    close: async () => {
      await server.close()
      await engine?.close()
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

const configOf = (options: TestServerOptions, dataDirectory: string, engine: ClickHouseEndpoint | null) =>
  readConfig({
    flags: {
      port: 0,
      dataDirectory,
      adminUsername: admin.username,
      adminPassword: admin.password,
      logLevel: 'silent',
      // The engine removes what is old by its own clock, which does not stand still.
      retentionDays: 10_000,
      // Tests tell of days that are long past.
      eventLatenessHours: 10_000 * 24,
      ...(engine && { eventStore: engineUrl(engine) }),
      ...options.config,
    },
  })

const engineUrl = ({ url, username, password, database }: ClickHouseEndpoint): string =>
  Object.assign(new URL(url), { username, password, pathname: `/${database}` }).href

/** A schema of its own in the test database, removed with the store. */
const openPostgres = () => {
  const url = process.env.SPILLWAY_TEST_POSTGRES
  const postgres = url ? storesUnderTest(url).find(({ dialect }) => dialect === 'postgres') : undefined
  if (!postgres) throw new Error('SPILLWAY_TEST_POSTGRES is not set')
  return postgres.open()
}
