import { describe, expect, it } from 'vitest'
import ratchet from './ratchet.json' with { type: 'json' }
import { read, typeScriptFiles } from './sources.ts'

/**
 * Ways round the type checker, the linter and the tests. The counts in ratchet.json may fall and never rise;
 * `skipIf` is not among them: it states its reason and is reported at the end of the run.
 */
const escapes: Readonly<Record<keyof typeof ratchet, RegExp>> = {
  'as any': /\bas any\b|: any\b|<any>/g,
  'ts-ignore': /@ts-(ignore|nocheck)/g,
  'ts-expect-error': /@ts-expect-error/g,
  'biome-ignore': /biome-ignore/g,
  'as unknown as': /\bas unknown as\b/g,
  only: /\b(it|test|describe)\.only\b/g,
  skip: /\b(it|test|describe)\.(skip|todo|fails)\b/g,
}

const own = 'tools/checks/ratchet.test.ts'
const withoutComments = (text: string) => text.replace(/^\s*(\*|\/\*\*?).*$/gm, '')

const count = (pattern: RegExp) =>
  typeScriptFiles()
    .filter((path) => path !== own)
    .map((path) => ({ path, found: withoutComments(read(path)).match(pattern)?.length ?? 0 }))
    .filter(({ found }) => found > 0)

describe('ratchet', () => {
  for (const [name, pattern] of Object.entries(escapes)) {
    it(`${name}: no more than before`, () => {
      const places = count(pattern)
      const total = places.reduce((sum, { found }) => sum + found, 0)
      expect({ total, places }).toEqual(total <= ratchet[name as keyof typeof ratchet] ? expect.anything() : null)
    })
  }
})
