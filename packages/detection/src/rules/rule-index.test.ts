import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileRule } from './compile.ts'
import type { RuleFilters, RuleVectors } from './model.ts'
import { indexRules } from './rule-index.ts'
import { downloaded, emailed, eventOf, ruleOf, shared, toMedia, uploaded } from './test/samples.ts'

const criteriaOrder = 0
const all = { observeAll: true, destinations: [] }
const names = ['ann@example.com', 'Bob@example.com', 'cid']
const patterns = ['*.docx', 'plan*', '*secret?plan*', '*', '??', 'plan.docx', '*LAN.d*', '*-7-*']

const vectors: fc.Arbitrary<RuleVectors | null> = fc.option(
  fc.record(
    {
      removableMedia: fc.record({ isEnabled: fc.boolean(), criteriaOrder: fc.constant(0) }),
      email: fc.constant({ observeAll: true, criteriaOrder }),
      fileUpload: fc.constant({ cloudStorage: all, criteriaOrder }),
      download: fc.constant({ observeAll: true, criteriaOrder }),
      cloudSharing: fc.constant({ observeAll: true, criteriaOrder }),
    },
    { requiredKeys: [] },
  ),
)
const some = <Value>(values: readonly Value[]) => fc.subarray([...values])
const filters: fc.Arbitrary<RuleFilters | null> = fc.option(
  fc.record(
    {
      fileCategory: some(['SourceCode', 'DOCUMENT', 'Pdf']).map((categories) => ({ categories, criteriaOrder })),
      fileName: some(patterns).map((chosen) => ({ patterns: chosen, criteriaOrder })),
      username: fc.record({
        mode: fc.constantFrom('INCLUDE' as const, 'EXCLUDE' as const),
        usernames: some(names),
        criteriaOrder: fc.constant(0),
      }),
      watchlist: some(['w1', 'w2']).map((ids) => ({ watchlists: ids.map((id) => ({ id })), criteriaOrder })),
    },
    { requiredKeys: [] },
  ),
)
const rule = fc.record({ vectors, filters, blocked: fc.boolean() })

const file = fc.record({
  name: fc.constantFrom('plan.docx', 'PLAN.DOCX', 'a-7-b', 'top secret plan.pdf', 'secret plan', 'ab', ''),
  category: fc.constantFrom('Document', 'SourceCode', 'Source Code'),
})
const event = fc.record({
  way: fc.constantFrom(
    ...[uploaded('Cloud Storage', 'Dropbox'), toMedia(), shared('Box', 'Anyone with the link')],
    ...[emailed('Gmail'), downloaded('Salesforce'), { event: { action: 'file-modified' } }],
  ),
  file,
  trusted: fc.constantFrom(false, false, false, true),
  isBlocked: fc.constantFrom(false, false, false, true),
})
const context = fc.record({
  names: some(names).map((chosen) => chosen.map((name) => name.toLowerCase())),
  watchlists: some(['w1', 'w2', 'w3']),
})

it('finds every rule that an event meets, each once', () => {
  let met = 0
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }), event, context, (given, happened, who) => {
      const rules = given.map(({ vectors, filters, blocked }, id) => {
        const definition = ruleOf(vectors, filters, { alertOnBlockedBrowserActivity: blocked })
        return { id, definition, judge: compileRule(definition) }
      })
      const { way, file, trusted, isBlocked } = happened
      const responseControls = isBlocked ? { responseControls: { preventativeControl: 'BLOCKED' } } : {}
      const seen = eventOf({ ...way, ...responseControls, file: { ...way.file, ...file }, risk: { trusted, score: 1 } })
      const found = [...indexRules(rules)(seen, who)]
      expect(new Set(found).size).toBe(found.length)
      const wanted = rules.filter(({ judge }) => judge(seen, who) !== null)
      expect(found.filter(({ judge }) => judge(seen, who) !== null).toSorted((a, b) => a.id - b.id)).toEqual(wanted)
      met += wanted.length
    }),
    { numRuns: 1_000 },
  )
  expect(met).toBeGreaterThan(100)
})
