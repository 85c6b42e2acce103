import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { serverConfigSchema } from '../platform/config.ts'
import { createLogger } from '../platform/logging.ts'
import { openStores } from './stores.ts'

const folder = mkdtempSync(join(tmpdir(), 'spillway-stores-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('keeps events from other users of the machine, in a data directory that everybody may read', async () => {
  const dataDirectory = join(folder, 'data')
  mkdirSync(dataDirectory)
  chmodSync(dataDirectory, 0o755)
  const config = serverConfigSchema.parse({ dataDirectory })
  const stores = await openStores(
    config,
    createLogger('silent', () => new Date(0)),
  )
  expect(statSync(join(dataDirectory, 'events')).mode & 0o777).toBe(0o700)
  expect(statSync(join(dataDirectory, 'control.sqlite')).mode & 0o777).toBe(0o600)
  await stores.driver.close()
  await stores.control.close()
})
