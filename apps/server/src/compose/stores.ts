import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ControlStore, isControlStoreUnavailable, openControlStore } from '@spillway/control-store'
import { type EventStoreDriver, openEmbeddedDriver, openRemoteDriver } from '@spillway/event-store'
import type { ServerConfig } from '../platform/config.ts'
import type { Logger } from '../platform/logging.ts'
import { eventually } from './eventually.ts'

/** How long a start waits for a PostgreSQL that is itself just starting, in milliseconds. */
const controlStorePatience = 30_000

export interface Stores {
  readonly control: ControlStore
  readonly driver: EventStoreDriver
}

/** Opens both stores. The control store must answer; a remote event store may be away and come later. */
export const openStores = async (
  config: ServerConfig,
  logger: Logger,
  openControl = () => openConfigured(config),
): Promise<Stores> => {
  await makePrivate(config)
  const control = await openPatiently(config, logger, openControl)
  try {
    return { control, driver: openDriver(config) }
  } catch (error) {
    await control.close()
    throw error
  }
}

/** The engine makes its files readable for everybody, and the data directory may be one that somebody else made. */
const makePrivate = async ({ dataDirectory, eventStore }: ServerConfig): Promise<void> => {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
  if (eventStore !== 'embedded') return
  const events = eventsIn(dataDirectory)
  await mkdir(events, { recursive: true, mode: 0o700 })
  await chmod(events, 0o700)
}

const eventsIn = (dataDirectory: string): string => join(dataDirectory, 'events')

const openPatiently = (
  config: ServerConfig,
  logger: Logger,
  openControl: () => Promise<ControlStore>,
): Promise<ControlStore> =>
  eventually({
    what: 'the control store',
    patience: config.controlStore === 'sqlite' ? 0 : controlStorePatience,
    mayRetry: isControlStoreUnavailable,
    logger,
    work: openControl,
  })

const openConfigured = async (config: ServerConfig): Promise<ControlStore> => {
  const control = await openControlStore(controlOptions(config))
  try {
    await control.migrate()
    return control
  } catch (error) {
    await control.close()
    throw error
  }
}

const controlOptions = ({ controlStore, dataDirectory }: ServerConfig) =>
  controlStore === 'sqlite'
    ? ({ kind: 'sqlite', path: join(dataDirectory, 'control.sqlite') } as const)
    : ({ kind: 'postgres', url: controlStore } as const)

const openDriver = (config: ServerConfig): EventStoreDriver =>
  config.eventStore === 'embedded'
    ? openEmbedded(config.dataDirectory)
    : openRemoteDriver(remoteOptions(config.eventStore, config.eventStoreCluster))

/** The engine locks its directory, which keeps a second server off the whole data directory. */
const openEmbedded = (dataDirectory: string): EventStoreDriver => {
  try {
    return openEmbeddedDriver({ path: eventsIn(dataDirectory) })
  } catch (cause) {
    throw new Error(`The events in ${dataDirectory} cannot be opened; is another server running on them?`, { cause })
  }
}

/** `http://user:password@host:8123/database` taken apart. */
const remoteOptions = (address: string, cluster: string | undefined) => {
  const { origin, username, password, pathname } = new URL(address)
  return {
    url: origin,
    username: decodeURIComponent(username) || 'default',
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || 'default',
    ...(cluster && { cluster }),
  }
}
