import { type FileEvent, type FileEventInput, parseFileEvent } from '@spillway/event-model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInIndicators } from '../catalogue/index.ts'
import { indicatorSamples } from '../samples/index.ts'
import { type Circumstances, compileScorer } from './scorer.ts'
import { defaultRiskSettings, type RiskSettings } from './settings.ts'
import { severityOf } from './severity.ts'

const judged = (
  input: FileEventInput,
  settings: Partial<RiskSettings> = {},
  known?: Circumstances,
): FileEvent['risk'] => {
  const parsed = parseFileEvent(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  compileScorer({ ...defaultRiskSettings, ...settings })(parsed.event, known)
  return parsed.event.risk
}
const idsOf = ({ indicators }: FileEvent['risk']) => indicators.map(({ id }) => id)
const upload = (name: string, file: FileEventInput['file'] = {}): FileEventInput => ({
  event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
  file,
  destination: { name },
})

describe('scores', () => {
  const ids = fc.constantFrom(...builtInIndicators.map(({ id }) => id))
  const settings = fc.record({
    weights: fc.array(fc.tuple(ids, fc.integer({ min: 0, max: 100 }))),
    inactive: fc.array(ids, { maxLength: 20 }),
    fileNames: fc.constant([{ id: 'fileName-1', name: 'Plans', weight: 7, patterns: ['*plan*'] }]),
  })
  const samples = fc.constantFrom(...indicatorSamples.flatMap(({ fires, silent }) => [...fires, ...silent]))
  const names = fc.constantFrom('plan.pdf', 'Dropbox', 'Gmail, Slack', 'x')

  it('are the sum of the stored weights, whatever the settings, and fall into their band', () => {
    fc.assert(
      fc.property(
        samples,
        settings,
        names,
        fc.option(fc.constant('Trusted browser URL')),
        (sample, own, name, trusted) => {
          const known = { ...sample.circumstances, ...(trusted !== null && { trustReason: trusted }) }
          const event = { ...sample.event, file: { name, ...sample.event.file } }
          const risk = judged(event, own, known)
          const sum = risk.indicators.reduce((total, { weight }) => total + Number(weight), 0)
          expect(risk.score).toBe(sum)
          expect(risk.severity).toBe(severityOf(sum))
          const weights = new Map(own.weights)
          for (const { id, weight } of risk.indicators)
            if (weights.has(id ?? '')) expect(weight).toBe(weights.get(id ?? ''))
          expect(own.inactive.filter((id) => idsOf(risk).includes(id))).toEqual([])
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('are 0 for trusted activity, which says why', () => {
    expect(judged(upload('Dropbox'), {}, { trustReason: 'Trusted browser URL' })).toMatchObject({
      ...{ score: 0, severity: 'NO_RISK_INDICATED', indicators: [] },
      ...{ trusted: true, trustReason: 'Trusted browser URL' },
    })
  })

  it('come out as the published samples', () => {
    const spreadsheet = {
      ...{ name: 'holiday.jpg', category: 'Spreadsheet', categoryByBytes: 'Spreadsheet', categoryByExtension: 'Image' },
      mimeTypeByBytes: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    }
    const behavior = { isOffHours: false, isFirstUse: true, isRareUse: false }
    const remote = { source: { ip: '203.0.113.7' } }
    const dropbox = judged({ ...upload('Dropbox', spreadsheet), ...remote }, {}, { behavior })
    expect([dropbox.score, dropbox.severity, idsOf(dropbox).toSorted()]).toEqual([
      ...[17, 'CRITICAL'],
      ['Dropbox upload', 'File mismatch', 'First use of destination', 'Remote', 'Spreadsheet'],
    ])
    const drive = judged({ ...upload('Google Drive', { category: 'Archive' }), ...remote }, {}, { behavior })
    expect([drive.score, drive.severity]).toEqual([11, 'CRITICAL'])
    const media = { event: { action: 'removable-media-created' }, file: { category: 'Image' }, ...remote }
    expect(judged(media)).toMatchObject({ score: 3, severity: 'LOW' })
    expect(judged(upload('GitHub', { category: 'SourceCode' }))).toMatchObject({ score: 8, severity: 'HIGH' })
  })
})

describe('settings', () => {
  it('change what is stored, and nothing comes in the place of what is off', () => {
    expect(judged(upload('Dropbox'), { weights: [['Dropbox upload', 8]] }).score).toBe(8)
    expect(idsOf(judged(upload('Dropbox'), { inactive: ['Dropbox upload'] }))).toEqual([])
    expect(judged(upload('Dropbox'), { weights: [['Dropbox upload', 0]] }).indicators).toHaveLength(1)
  })

  it('let the heaviest of several open services count', () => {
    const event = {
      ...upload('Slack, Gmail, Nowhere'),
      destination: { category: 'Multiple Possibilities', name: 'Slack, Gmail' },
    }
    expect(idsOf(judged(event))).toEqual(['Gmail upload'])
    expect(idsOf(judged(event, { weights: [['Slack upload', 9]] }))).toEqual(['Slack upload'])
  })

  it('keep addresses of the company from being remote', () => {
    const event = { ...upload('Dropbox'), source: { ip: '203.0.113.7' } }
    expect(idsOf(judged(event))).toContain('Remote')
    for (const own of ['203.0.113.0/24', '203.0.113.7', '::ffff:203.0.113.7', '0.0.0.0/0'])
      expect(idsOf(judged(event, { trustedAddresses: [own] })), own).not.toContain('Remote')
    for (const other of ['203.0.112.0/24', '203.0.113.6', '2001:db8::/32', 'nonsense'])
      expect(idsOf(judged(event, { trustedAddresses: [other] })), other).toContain('Remote')
    const version6 = { ...upload('Dropbox'), source: { ip: '2001:db8:1::7' } }
    expect(idsOf(judged(version6, { trustedAddresses: ['2001:db8::/32'] }))).not.toContain('Remote')
  })

  it("give the tenant's own watchlists their title and weight", () => {
    const watchlists = [{ id: '7', type: 'CUSTOM', title: 'Project X' }]
    expect(judged(upload('Slack'), {}, { watchlists }).indicators[1]).toEqual({
      ...{ id: 'watchlist-7', name: 'Project X', weight: 0 },
    })
    expect(judged(upload('Slack'), { weights: [['watchlist-7', 4]] }, { watchlists }).score).toBe(7)
    expect(idsOf(judged(upload('Slack'), { inactive: ['watchlist-7'] }, { watchlists }))).toEqual(['Slack upload'])
  })
})
