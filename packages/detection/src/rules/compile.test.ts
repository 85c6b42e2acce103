import type { FileEventInput } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import type { RuleContext } from './circumstances.ts'
import { compileRule } from './compile.ts'
import type { RuleDefinition, RuleFilters, RuleVectors } from './model.ts'
import { downloaded, emailed, eventOf, nobody, ruleOf, shared, toMedia, uploaded } from './test/samples.ts'

const judged = (rule: RuleDefinition, input: FileEventInput, context: RuleContext = nobody) =>
  compileRule(rule)(eventOf(input), context)?.conditions.map(({ criterion, value }) => `${criterion}=${value}`) ?? null

const ways: readonly FileEventInput[] = [
  uploaded('Cloud Storage', 'Dropbox'),
  toMedia(),
  shared('Box', 'Anyone with the link'),
  emailed('Gmail'),
  downloaded('Salesforce'),
]
const none = { observeAll: false, publicLinkShare: false, directShare: false }
const only = (...destinations: string[]) => ({ observeAll: false, destinations })

describe('vectors', () => {
  it('are every way out where none is set, and nothing that stays', () => {
    for (const rule of [ruleOf(null), ruleOf({})]) {
      for (const way of ways) expect(judged(rule, way)).toHaveLength(1)
      for (const stay of [
        { event: { action: 'file-modified' } },
        shared('Box', 'Anyone in your organization'),
        downloaded('Salesforce', 'ws-1'),
        { event: { action: 'removable-media-deleted' } },
      ])
        expect(judged(rule, stay)).toBeNull()
    }
  })

  it('are paper too where none is set, which has no vector of its own', () => {
    const printed = { event: { action: 'file-printed' }, destination: { name: 'Canon TS5350' } }
    expect(judged(ruleOf(null), printed)).toEqual(['vectors.print=Canon TS5350'])
    expect(judged(ruleOf({ removableMedia: { isEnabled: true, criteriaOrder: 0 } }), printed)).toBeNull()
  })

  it.each<readonly [string, RuleVectors, FileEventInput, FileEventInput]>([
    ['media', { removableMedia: { isEnabled: true, criteriaOrder: 0 } }, toMedia(), emailed('Gmail')],
    [
      'one mail service',
      { email: { observeAll: false, gmail: true, criteriaOrder: 0 } },
      emailed('Gmail'),
      emailed('Office365'),
    ],
    ['all mail', { email: { observeAll: true, criteriaOrder: 0 } }, emailed('Office365'), toMedia()],
    [
      'one download',
      { download: { observeAll: false, salesforce: true, criteriaOrder: 0 } },
      downloaded('Salesforce'),
      downloaded('Box'),
    ],
    [
      'public links of one service',
      { cloudSharing: { observeAll: false, box: { ...none, publicLinkShare: true }, criteriaOrder: 0 } },
      shared('Box', 'Anyone with the link'),
      shared('Box', 'Shared with specific people'),
    ],
    [
      'shares of one service',
      { cloudSharing: { observeAll: false, oneDrive: { ...none, observeAll: true }, criteriaOrder: 0 } },
      shared('OneDrive', 'Shared with specific people'),
      shared('Box', 'Shared with specific people'),
    ],
    [
      'one destination of a kind',
      { fileUpload: { messaging: only('Slack'), criteriaOrder: 0 } },
      uploaded('Messaging', 'Slack'),
      uploaded('Messaging', 'Zoom'),
    ],
    [
      'a kind',
      { fileUpload: { fileConversionTool: { observeAll: true, destinations: [] }, criteriaOrder: 0 } },
      uploaded('File Conversion Tools', 'TinyPNG'),
      uploaded('Messaging', 'Slack'),
    ],
    [
      'one of several possible places',
      { fileUpload: { messaging: only('Slack'), criteriaOrder: 0 } },
      uploaded('Multiple Possibilities', 'Gmail, Slack'),
      uploaded('Multiple Possibilities', 'Gmail, Dropbox'),
    ],
    [
      'uncategorized places',
      { fileUpload: { advancedSettings: { observeUncategorized: true }, criteriaOrder: 0 } },
      uploaded('Uncategorized', 'example.com'),
      uploaded('Cloud Storage', 'Dropbox'),
    ],
  ])('watch %s', (_what, vectors, fires, silent) => {
    expect(judged(ruleOf(vectors), fires)).not.toBeNull()
    expect(judged(ruleOf(vectors), silent)).toBeNull()
  })

  it('that are off watch nothing', () => {
    const off = ruleOf({ removableMedia: { isEnabled: false, criteriaOrder: 0 } })
    for (const way of ways) expect(judged(off, way)).toBeNull()
  })
})

describe('filters', () => {
  const dropbox = (file: NonNullable<FileEventInput['file']> = {}) => uploaded('Cloud Storage', 'Dropbox', file)
  const code = { category: 'SourceCode', name: 'main.ts' }
  const member: RuleContext = { names: ['jo@example.com', 'jo@gmail.com'], watchlists: ['w1'] }
  const severities = { low: false, moderate: false, high: false, critical: false }

  it.each<
    readonly [string, RuleFilters, readonly [FileEventInput, RuleContext], readonly [FileEventInput, RuleContext]]
  >([
    [
      'a category, in any spelling',
      { fileCategory: { categories: ['SOURCE_CODE'], criteriaOrder: 0 } },
      [dropbox(code), nobody],
      [dropbox(), nobody],
    ],
    [
      'a name, in any letter case',
      { fileName: { patterns: ['*.TS', 'secret?.txt'], criteriaOrder: 0 } },
      [dropbox(code), nobody],
      [dropbox({ name: 'secret10.txt' }), nobody],
    ],
    [
      'a mismatch',
      { fileTypeMismatch: { isEnabled: true, criteriaOrder: 0 } },
      [
        dropbox({
          name: 'a.jpg',
          categoryByBytes: 'Spreadsheet',
          categoryByExtension: 'Image',
          mimeTypeByBytes: 'x/y',
        }),
        nobody,
      ],
      [dropbox(), nobody],
    ],
    [
      'an indicator',
      { riskIndicator: { categories: [], indicators: ['Dropbox upload'], criteriaOrder: 0 } },
      [dropbox(), nobody],
      [toMedia(), nobody],
    ],
    [
      'a category of indicators',
      { riskIndicator: { categories: ['External devices'], indicators: [], criteriaOrder: 0 } },
      [toMedia(), nobody],
      [dropbox(), nobody],
    ],
    [
      'no excluded indicator',
      { riskIndicatorExcludes: { categories: [], indicators: ['Dropbox upload'], criteriaOrder: 0 } },
      [toMedia(), nobody],
      [dropbox(), nobody],
    ],
    [
      'a severity',
      { riskSeverity: { ...severities, moderate: true, criteriaOrder: 0 } },
      [dropbox(), nobody],
      [toMedia(), nobody],
    ],
    [
      'people, by any of their names',
      { username: { mode: 'INCLUDE', usernames: ['Jo@gmail.com'], criteriaOrder: 0 } },
      [dropbox(), member],
      [dropbox(), nobody],
    ],
    [
      'everybody else',
      { username: { mode: 'EXCLUDE', usernames: ['jo@gmail.com'], criteriaOrder: 0 } },
      [dropbox(), nobody],
      [dropbox(), member],
    ],
    [
      'members of a watchlist',
      { watchlist: { watchlists: [{ id: 'w1' }, { id: 'w2' }], criteriaOrder: 0 } },
      [dropbox(), member],
      [dropbox(), nobody],
    ],
  ])('ask for %s', (_what, filters, fires, silent) => {
    expect(judged(ruleOf(null, filters), ...fires)).not.toBeNull()
    expect(judged(ruleOf(null, filters), ...silent)).toBeNull()
  })

  it('hold together, and are told in their order with the values that met them', () => {
    const rule = ruleOf(null, {
      fileName: { patterns: ['*.ts'], criteriaOrder: 2 },
      fileCategory: { categories: ['SourceCode', 'Pdf'], criteriaOrder: 1 },
    })
    expect(judged(rule, dropbox(code))).toEqual([
      'vectors.fileUpload=Dropbox',
      'filters.fileCategory=SourceCode',
      'filters.fileName=main.ts',
    ])
    expect(judged(rule, dropbox({ ...code, name: 'main.py' }))).toBeNull()
  })

  it('never see what is trusted, and what was blocked only where the rule says so', () => {
    const trusted = { ...dropbox(), risk: { trusted: true, score: 0 } }
    expect(judged(ruleOf(null), trusted)).toBeNull()
    const blocked = { ...dropbox(), responseControls: { preventativeControl: 'BLOCKED' } }
    expect(judged(ruleOf(null), blocked)).toBeNull()
    expect(judged(ruleOf(null, null, { alertOnBlockedBrowserActivity: true }), blocked)).toHaveLength(1)
  })
})
