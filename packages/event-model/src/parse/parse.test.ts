import { expect, it } from 'vitest'
import { fields } from '../fields.ts'
import { parseFileEvent } from './index.ts'

const problemsOf = (input: unknown) => {
  const parsed = parseFileEvent(input)
  return parsed.ok ? [] : parsed.problems.map(({ path, reason }) => `${path}: ${reason}`)
}

it('fills every leaf that the sender left out', () => {
  const parsed = parseFileEvent({ file: { name: 'a.txt' } })
  if (!parsed.ok) throw new Error('refused')
  expect(parsed.event.file.name).toBe('a.txt')
  expect(parsed.event.file.hash).toEqual({ md5: null, sha256: null, md5Error: null, sha256Error: null })
  expect(parsed.event.source.tabs).toEqual([])
  expect(parsed.event.risk.trusted).toBe(false)
  expect(Object.keys(parsed.event)).toEqual([
    '@timestamp',
    'event',
    'user',
    'file',
    'report',
    'source',
    'destination',
    'process',
    'risk',
    'git',
    'responseControls',
    'paste',
  ])
})

it('keeps timestamps in UTC at the precision of the store', () => {
  const parsed = parseFileEvent({
    '@timestamp': '2024-02-29T01:00:00.1239+02:00',
    event: { inserted: '2024-02-28T23:00:00.123456789Z' },
  })
  expect(parsed).toMatchObject({
    event: { '@timestamp': '2024-02-28T23:00:00.123Z', event: { inserted: '2024-02-28T23:00:00.123456Z' } },
  })
})

it('names the place and reason of every problem', () => {
  expect(
    problemsOf({
      '@timestamp': '2024-02-30T00:00:00Z',
      event: { shareType: 'x' },
      file: { name: 7, sizeInBytes: 1.5, acquiredFrom: [{}, { tabs: [{ url: 'a\0b' }] }] },
      source: { name: 'x'.repeat(40_000), domains: ['ok', 3] },
      risk: { score: 2 ** 40, trusted: 'yes' },
      git: [],
    }),
  ).toEqual([
    '@timestamp: is not an ISO 8601 date-time with zone between 1900 and 2199',
    'event.shareType: must be an array',
    'file.name: must be a string',
    'file.sizeInBytes: must be an integer',
    'file.acquiredFrom[1].tabs[0].url: holds a NUL character',
    'source.name: is longer than 32768 characters',
    'source.domains[1]: must be a string',
    'risk.score: must lie between -2147483648 and 2147483647',
    'risk.trusted: must be true or false',
    'git: must be an object',
  ])
})

it('refuses what is no object, and bounds the list of problems', () => {
  expect(problemsOf([])).toEqual([': must be an object'])
  expect(problemsOf({ source: { domains: Array.from({ length: 5000 }, () => 1) } })).toHaveLength(20)
  expect(problemsOf({ source: { domains: Array.from({ length: 10_001 }, () => 'a') } })).toHaveLength(1)
})

it('takes only ids that can come back as page token', () => {
  const idOf = (id: string) => {
    const parsed = parseFileEvent({ event: { id } })
    return parsed.ok ? parsed.event.event.id : parsed.problems[0]?.path
  }
  for (const id of ['', '0_1d71796f-af5b_935873453596901068_5', 'a "b"', 'x'.repeat(255)]) expect(idOf(id)).toBe(id)
  for (const id of ['x'.repeat(256), 'a\\b', 'a\0']) expect(idOf(id)).toBe('event.id')
})

it('ignores unknown keys and treats empty text as missing', () => {
  expect(parseFileEvent({ more: 1, user: { email: '', extra: {} } })).toMatchObject({
    ok: true,
    event: { user: { email: null } },
  })
})

it('refuses a wrong type at every leaf of the table', () => {
  const nested = (path: string): unknown => {
    const [head = '', ...rest] = path.split('.')
    const below = rest.length > 0 ? nested(rest.join('.')) : { wrong: true }
    return head.endsWith('[]') ? { [head.slice(0, -2)]: [below] } : { [head]: below }
  }
  for (const { path } of fields) {
    expect(problemsOf(nested(path))[0]).toMatch(path.replaceAll('[]', '[0]'))
  }
})
