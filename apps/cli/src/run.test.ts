import { expect, it } from 'vitest'
import { spillway } from './testing/world.ts'

it('prints help and version without failing', async () => {
  expect(await spillway(['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('Usage: spillway') })
  expect(await spillway(['search', '--help'])).toMatchObject({ code: 0, output: expect.stringContaining('Examples:') })
  expect(await spillway(['--version'])).toMatchObject({ code: 0, output: '0.1.0\n' })
})

it.each([[['serch']], [['search', '--no-such-option']], [['ingest']]])('calls %j wrong usage', async (words) => {
  const { code, errors } = await spillway(words)
  expect(code).toBe(2)
  expect(errors).toMatch(/^error: /)
})
