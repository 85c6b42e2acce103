import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouseEndpoint, clickHouseEndpoint } from '@spillway/testkit/clickhouse-endpoint'
import type { EventStoreDriver } from '../driver.ts'
import { openEmbeddedDriver } from '../embedded.ts'
import { openRemoteDriver, type RemoteOptions } from '../remote.ts'

export interface DriverFixture {
  driver: EventStoreDriver
  /** Data directory of the engine. */
  path: string
  /** The server behind the remote driver. */
  endpoint?: ClickHouseEndpoint
  close(): Promise<void>
}

export const driverKinds = ['embedded', 'remote'] as const

/** A driver of either kind on an empty data directory. */
export async function openDriver(
  kind: (typeof driverKinds)[number],
  options: Partial<RemoteOptions> = {},
): Promise<DriverFixture> {
  const path = await mkdtemp(join(tmpdir(), 'spillway-events-'))
  const remove = () => rm(path, { recursive: true, force: true })
  if (kind === 'embedded') return embedded(path, remove)
  const endpoint = await clickHouseEndpoint(path)
  const driver = openRemoteDriver({ ...endpoint, ...options })
  const close = async () => {
    await driver.close()
    await endpoint.close()
    await remove()
  }
  return { driver, path, endpoint, close }
}

function embedded(path: string, remove: () => Promise<void>): DriverFixture {
  const driver = openEmbeddedDriver({ path })
  const close = async () => {
    await driver.close()
    await remove()
  }
  return { driver, path, close }
}
