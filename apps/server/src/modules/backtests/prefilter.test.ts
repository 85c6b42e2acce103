import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  anyTime,
  compileRule,
  countOf,
  fieldsNeeded,
  judgedFields,
  type RuleContext,
  type RuleDefinition,
  requirementOf,
  uploadCategories,
} from '@spillway/detection'
import { type FileEvent, parseFileEvent, toEventRow } from '@spillway/event-model'
import { createEventStore, type EventStore, openEmbeddedDriver } from '@spillway/event-store'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'

const eventCount = 500
const ruleCount = 150
const seed = 7
const range = { from: new Date('2026-01-05'), to: new Date('2026-01-06') }

const text = (...values: string[]) => fc.option(fc.constantFrom(...values), { freq: 5 })
const some = (...values: string[]) => fc.subarray(values)
const services = ['Dropbox', 'GitHub', 'Box', 'Unknown', 'Gmail', 'Dropbox, GitHub', 'Unmonitored Device']
const kinds = ['Cloud Storage', 'Source Code Repository', 'Email', 'Multiple Possibilities', 'Odd', 'Device']
const names = [
  'plan.docx',
  'PLAN.DOCX',
  'SECRET_k.pem',
  'secret\u212a.txt',
  'İstanbul.txt',
  'a%b_c.txt',
  '😀x.png',
  'a\\b',
  'two\nlines.txt',
]
const patterns = [
  '*.docx',
  '*secret*',
  '*k*',
  '?x.png',
  '*i*',
  'a%*',
  '*_*',
  '??????.txt',
  'a\\b',
  '*end',
  'two*txt',
  '*',
  '*İ*',
]
const categories = [
  'Document',
  'SourceCode',
  'SOURCE_CODE',
  'Source Code',
  'Archive',
  'Uncategorized',
  'ÄRGER',
  'ärger',
]
const indicators = ['Remote', 'File mismatch', 'Removable media', 'Zip', 'Off hours']
const severities = ['NO_RISK_INDICATED', 'LOW', 'MODERATE', 'HIGH', 'CRITICAL']

const event = fc.record({
  event: fc.record({
    action: text(
      'application-read',
      'sync-app-created',
      'sync-app-deleted',
      'removable-media-created',
      'file-shared',
      'file-emailed',
      'file-downloaded',
      'file-printed',
      'file-modified',
      'odd',
    ),
    vector: text('UPLOADED', 'GIT_PUSH', 'REMOVABLE_MEDIA_OUT', 'EMAILED', 'DOWNLOADED', 'odd'),
    observer: text('Endpoint', 'Box', 'GoogleDrive', 'OneDrive', 'Salesforce', 'Gmail', 'Office365'),
    shareType: some('Anyone with the link', 'Shared with specific people', 'Anyone in your organization'),
  }),
  user: fc.record({ email: text('a@x.example', 'B@x.example', 'c@x.example') }),
  file: fc.record({
    name: fc.option(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.constant(`secret${'x'.repeat(1_030)}end`)),
      { freq: 9 },
    ),
    category: text(...categories),
    categoryByBytes: text('Document', 'Image', 'Uncategorized'),
    categoryByExtension: text('Document', 'Image', 'Uncategorized'),
    mimeTypeByBytes: text('application/pdf', 'image/png', 'text/plain'),
    sizeInBytes: fc.option(fc.nat(1_000_000)),
  }),
  source: fc.record({ name: text('Box', 'Google Drive', 'OneDrive', 'Salesforce', 'odd') }),
  destination: fc.record({ category: text(...kinds), name: text(...services) }),
  risk: fc.record({
    score: fc.nat(12),
    severity: text(...severities),
    trusted: fc.boolean().map((trusted) => trusted && true),
    indicators: fc.array(fc.record({ id: text(...indicators), name: text(...indicators), weight: fc.nat(9) }), {
      maxLength: 3,
    }),
  }),
  responseControls: fc.record({ preventativeControl: text('BLOCKED', 'ALLOWED') }),
})

const criteriaOrder = fc.nat(5)
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 1 })
const seldom = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })
const sharing = fc.record({ observeAll: fc.boolean(), publicLinkShare: fc.boolean(), directShare: fc.boolean() })
const kind = fc.record({ observeAll: fc.boolean(), destinations: some(...services) })
const vectors = fc.record({
  cloudSharing: maybe(
    fc.record({
      observeAll: fc.boolean(),
      box: maybe(sharing),
      googleDrive: maybe(sharing),
      oneDrive: maybe(sharing),
      criteriaOrder,
    }),
  ),
  download: maybe(
    fc.record({
      observeAll: fc.boolean(),
      salesforce: fc.boolean(),
      box: fc.boolean(),
      googleDrive: fc.boolean(),
      microsoftOneDrive: fc.boolean(),
      criteriaOrder,
    }),
  ),
  email: maybe(fc.record({ observeAll: fc.boolean(), gmail: fc.boolean(), microsoft365: fc.boolean(), criteriaOrder })),
  fileUpload: maybe(
    fc.record({
      ...Object.fromEntries(uploadCategories.map((name) => [name, maybe(kind)])),
      advancedSettings: maybe(fc.record({ observeUncategorized: fc.boolean() })),
      criteriaOrder,
    }),
  ),
  removableMedia: maybe(fc.record({ isEnabled: fc.boolean(), criteriaOrder })),
})
const indicatorFilter = fc.record({
  categories: some('Cloud storage uploads', 'Removable media'),
  indicators: some(...indicators),
  criteriaOrder,
})
const filters = fc.record({
  fileCategory: seldom(fc.record({ categories: some(...categories), criteriaOrder })),
  fileName: seldom(fc.record({ patterns: some(...patterns), criteriaOrder })),
  fileTypeMismatch: seldom(fc.record({ isEnabled: fc.boolean(), criteriaOrder })),
  riskIndicator: seldom(indicatorFilter),
  riskIndicatorExcludes: seldom(indicatorFilter),
  riskSeverity: seldom(
    fc.record({ low: fc.boolean(), moderate: fc.boolean(), high: fc.boolean(), critical: fc.boolean(), criteriaOrder }),
  ),
  username: seldom(
    fc.record({
      mode: fc.constantFrom('INCLUDE' as const, 'EXCLUDE' as const),
      usernames: some('a@x.example', 'B@x.example'),
      criteriaOrder,
    }),
  ),
  watchlist: seldom(fc.record({ watchlists: fc.constant([{ id: 'w' }]), criteriaOrder })),
})
const rule = fc.record({
  vectors: fc.option(vectors, { freq: 3 }),
  filters: fc.option(filters, { freq: 5 }),
  alertOnBlockedBrowserActivity: fc.boolean(),
  windowMinutes: fc.constant(60),
}) as fc.Arbitrary<RuleDefinition>

/** Untrusted where the rest would be in vain too often. */
const events: readonly FileEvent[] = fc.sample(event, { numRuns: eventCount, seed }).map((input, index) => {
  const at = new Date(range.from.getTime() + index * 1_000).toISOString()
  const trusted = input.risk.trusted && index % 4 === 0
  const parsed = parseFileEvent({
    ...input,
    '@timestamp': at,
    event: { ...input.event, id: `e${index}`, ingested: at, inserted: at },
    risk: { ...input.risk, trusted },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.event
})

const contextOf = ({ user }: Pick<FileEvent, 'user'> | { user: { email: string | null } }): RuleContext => ({
  names: user.email === null ? [] : [user.email.toLowerCase()],
  watchlists: user.email === 'a@x.example' ? ['w'] : [],
})

let store: EventStore
const path = mkdtempSync(join(tmpdir(), 'spillway-prefilter-'))
beforeAll(async () => {
  store = createEventStore({ driver: openEmbeddedDriver({ path }), retentionDays: 20_000 })
  await store.migrate()
  const rows = events.map((each, index) => toEventRow(each, { node: 1, seq: index + 1, batch: 'b', tenantId: 't' }))
  await store.insert(Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')), rows.length, 'b')
})
afterAll(async () => {
  await store.close()
  rmSync(path, { recursive: true, force: true })
})

it('shows a rule all events that it would meet, and of each of them all that it looks at', async () => {
  let [met, shown] = [0, 0]
  for (const definition of fc.sample(rule, { numRuns: ruleCount, seed })) {
    const judge = compileRule(definition)
    const tell = (each: Parameters<typeof judge>[0]) => {
      const match = judge(each, contextOf(each))
      return match ? [JSON.stringify([each.event.id, countOf(each, match)])] : []
    }
    const found: string[] = []
    const needed = new Set([...fieldsNeeded(definition), 'event.id' as const])
    const request = { ...range, timing: anyTime, requirement: requirementOf(definition), fields: judgedFields, needed }
    for await (const some of store.history(request)) {
      shown += some.length
      found.push(...some.flatMap(tell))
    }
    const expected = events.flatMap(tell)
    expect({ definition, found: found.sort() }).toEqual({ definition, found: expected.sort() })
    met += expected.length
  }
  console.log(`prefilter: ${ruleCount} rules, ${met} events met of ${shown} shown`)
  expect(met).toBeGreaterThan(ruleCount)
}, 120_000)
