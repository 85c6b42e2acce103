import { expect, it } from 'vitest'
import { cacheArguments } from './embedded-caches.ts'
import { openDriver } from './test/drivers.ts'

it('opens the embedded engine with every cache bounded', async () => {
  const { driver, close } = await openDriver('embedded')
  const rows = await driver.rows<{ argument: string }>(
    "SELECT concat('--', name, '=', value) AS argument FROM system.server_settings",
  )
  const known = new Set(rows.map(({ argument }) => argument))
  expect(cacheArguments.filter((argument) => !known.has(argument))).toEqual([])
  await close()
})
