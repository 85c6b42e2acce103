import type { FileEvent } from '@spillway/event-model'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileTrust } from './compile.ts'
import { decideTrust } from './decide.ts'
import type { TrustEntry } from './entry.ts'
import { entry, mail, tab, upload } from './test/events.ts'
import { joinValues } from './untrusted.ts'

const label = fc.constantFrom('a', 'b', 'corp', 'x1')
const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'))
const path = fc
  .array(fc.constantFrom('p', 'q', 'pq'), { maxLength: 3 })
  .map((parts) => parts.map((part) => `/${part}`).join(''))
const entries = fc.array(
  fc.oneof(
    host.map((value) => entry('DOMAIN', value)),
    fc
      .tuple(host, path)
      .filter(([, below]) => below !== '')
      .map(([value, below]) => entry('URL_PATH', value + below)),
  ),
  { maxLength: 6 },
)
const place = fc.tuple(host, path)
type Place = readonly [string, string]

/** The rule as it is written down, entry by entry. */
const isCovered = ([at, below]: Place, list: readonly TrustEntry[]): boolean =>
  list.some(({ type, value }) => {
    if (type === 'DOMAIN') return at === value || at.endsWith(`.${value}`)
    const slash = value.indexOf('/')
    const [theirs, path] = [value.slice(0, slash), value.slice(slash)]
    return at === theirs && (below === path || below.startsWith(`${path}/`))
  })

const visitAll = (places: readonly Place[]): FileEvent =>
  upload({ tabs: places.map(([at, below]) => tab(`https://${at}${below}`)) })

it('trusts every destination or none, as the rule entry by entry', () => {
  fc.assert(
    fc.property(entries, fc.array(place, { maxLength: 4 }), (list, places) => {
      const decision = decideTrust(visitAll(places), compileTrust(list))
      expect(decision.trusted).toBe(places.length > 0 && places.every((one) => isCovered(one, list)))
      expect(decision.trustReason !== null).toBe(decision.trusted)
      const failing = places.filter((one) => !isCovered(one, list)).map(([at]) => at)
      expect(decision.untrustedValues.domains).toEqual([...new Set(failing)])
    }),
    { numRuns: 1_000 },
  )
})

it('says of many destinations what it says of each', () => {
  fc.assert(
    fc.property(entries, fc.array(place, { minLength: 1, maxLength: 4 }), (list, places) => {
      const trust = compileTrust(list)
      const each = places.map((one) => decideTrust(visitAll([one]), trust))
      const together = joinValues(each.map(({ untrustedValues }) => untrustedValues))
      expect(decideTrust(visitAll(places), trust)).toMatchObject({
        trusted: each.every(({ trusted }) => trusted),
        untrustedValues: together,
      })
    }),
  )
})

it('trusts no less for another entry, and no more for a taken one', () => {
  fc.assert(
    fc.property(entries, entries, fc.array(place, { minLength: 1, maxLength: 3 }), (some, more, places) => {
      const event = visitAll(places)
      const before = decideTrust(event, compileTrust(some)).trusted
      const after = decideTrust(event, compileTrust([...more, ...some])).trusted
      expect(after || !before).toBe(true)
    }),
  )
})

/** Events hold no NUL and no half of a pair. */
const storable = (text: string) => text.replaceAll('\0', '').toWellFormed()

it('takes any text for a destination without failing, in time that grows with its length alone', () => {
  const trust = compileTrust([
    entry('DOMAIN', 'corp.example'),
    entry('URL_PATH', 'corp.example/a/b'),
    entry('SLACK', 'x'),
  ])
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }).map(storable), (text) => {
      for (const event of [upload({ tabs: [tab(text)] }), upload({ tabs: [tab(null, text)] }), mail('Gmail', text)])
        expect(decideTrust(event, trust).trusted).toBe(false)
      expect(
        decideTrust(upload({ remoteHostname: text, domains: [text] }, { git: { repositoryUri: text } }), trust).trusted,
      ).toBe(false)
    }),
  )
  const hostile = [
    '@'.repeat(50_000),
    'a.'.repeat(50_000),
    ' - '.repeat(30_000),
    `https://x/${'/'.repeat(90_000)}`,
    `${'x@a.'.repeat(20_000)}`,
  ]
  const started = performance.now()
  for (const text of hostile.map((one) => one.slice(0, 32_768)))
    for (const event of [upload({ tabs: [tab(text, text)] }), upload({ tabs: [tab(null, text)] }), mail('Gmail', text)])
      decideTrust(event, trust)
  expect(performance.now() - started).toBeLessThan(2_000)
})
