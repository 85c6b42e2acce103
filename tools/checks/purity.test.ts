import { describe, expect, it } from 'vitest'
import { read, typeScriptFiles } from './sources.ts'
import { impurities } from './syntax.ts'

/** Where the environment, the clock and chance come in. Everything else is handed them. */
const composition = [
  /^apps\/server\/src\/compose[^/]*\.ts$/,
  /^apps\/server\/src\/compose\//,
  /^apps\/(cli|agent)\/src\/main\.ts$/,
  /^packages\/testkit\//,
  /^(bench|test|tools)\//,
  /^[^/]+\.ts$/,
  /\.(test|bench)\.ts$/,
]

/** Chance that is no identity and decides nothing. */
const excused: Readonly<Record<string, string>> = {
  'packages/event-store/src/drivers/remote-body.ts: randomUUID()': 'a multipart boundary that no text may contain',
  'packages/event-store/src/store/test/store.ts: new Date()':
    'a test support: retention runs on the clock of the engine',
}

const pure = () => typeScriptFiles().filter((path) => !composition.some((pattern) => pattern.test(path)))

describe('environment, clock and chance', () => {
  it('appear in composition alone', () => {
    const files = pure()
    expect(files.length).toBeGreaterThan(20)
    const found = files.flatMap((path) => impurities(read(path)).map((kind) => `${path}: ${kind}`))
    expect(found.filter((place) => !(place in excused))).toEqual([])
  })

  it('are recognised where they appear', () => {
    const sample = `
      const clock = () => new Date()
      const now = Date.now()
      const fixed = new Date('2026-01-01')
      const id = crypto.randomUUID() + randomUUID()
      export const port = process.env['PORT'] ?? process.env.PORT ?? Math.random()`
    expect(impurities(sample)).toEqual([
      'new Date()',
      'Date.now()',
      'randomUUID()',
      'randomUUID()',
      'process.env',
      'process.env',
      'Math.random()',
    ])
  })
})
