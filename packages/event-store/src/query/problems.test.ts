import type { Version } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import { compileExport, compileGrouping, compileSearch, openLimits, type ProblemType, vendorLimits } from './index.ts'

const context = { now: new Date('2024-05-02T12:00:00.000Z'), limits: vendorLimits }

const typesOf = (body: unknown, version: Version = 'v2'): ProblemType[] => {
  const result = compileSearch(body, version, context)
  return result.ok ? [] : result.problems.map(({ type }) => type)
}
const filtered = (...filters: unknown[]) => ({ groups: [{ filters }] })
const filter = (term: unknown, operator: unknown, value?: unknown) => filtered({ term, operator, value })
const good = { term: 'file.name', operator: 'IS', value: 'a' }
const nested = (depth: number): object => (depth === 1 ? { filters: [good] } : { subgroups: [nested(depth - 1)] })

describe('a filter', () => {
  it.each<[string, unknown, ProblemType[]]>([
    ['an unknown term', filter('nope', 'IS', 'a'), ['ILLEGAL_VALUE']],
    ['a term of the other version', filter('fileName', 'IS', 'a'), ['ILLEGAL_VALUE']],
    ['an unknown operator', filter('file.name', 'CONTAINS', 'a'), ['ILLEGAL_OPERATOR']],
    ['both', filter('nope', 'CONTAINS', 'a'), ['ILLEGAL_VALUE', 'ILLEGAL_OPERATOR']],
    ['an operator of another class', filter('file.name', 'GREATER_THAN', 1), ['ILLEGAL_OPERATOR']],
    ['IS on a timestamp', filter('@timestamp', 'IS', '2024-05-01'), ['ILLEGAL_OPERATOR']],
    ['IS_ANY on a boolean', filter('risk.trusted', 'IS_ANY', ['TRUE']), ['ILLEGAL_OPERATOR']],
    ['a missing value', filter('file.name', 'IS'), ['MISSING_VALUE']],
    ['an empty list', filter('file.name', 'IS_ANY', []), ['MISSING_VALUE']],
    ['a null in a list', filter('file.name', 'IS_ANY', ['a', null]), ['MISSING_VALUE']],
    ['a list where one value belongs', filter('file.name', 'IS', ['a']), ['ILLEGAL_VALUE']],
    ['one value where a list belongs', filter('file.name', 'IS_ANY', 'a'), ['ILLEGAL_VALUE']],
    ['a value for EXISTS', filter('file.name', 'EXISTS', 'a'), ['UNEXPECTED_VALUE']],
    ['a text for a number', filter('risk.score', 'GREATER_THAN', 'many'), ['ILLEGAL_VALUE']],
    ['a fraction', filter('risk.score', 'IS', 1.5), ['ILLEGAL_VALUE']],
    ['a text for a boolean', filter('risk.trusted', 'IS', 'yes'), ['ILLEGAL_VALUE']],
    ['a day that does not exist', filter('@timestamp', 'ON', '2024-02-30'), ['ILLEGAL_VALUE']],
    ['an hour that does not exist', filter('@timestamp', 'ON_OR_AFTER', '2024-02-03T25:00:00Z'), ['ILLEGAL_VALUE']],
    ['a time without zone', filter('@timestamp', 'ON_OR_AFTER', '2024-02-03T05:00:00'), ['ILLEGAL_VALUE']],
    ['an empty duration', filter('@timestamp', 'WITHIN_THE_LAST', 'P'), ['ILLEGAL_VALUE']],
    ['a zero duration', filter('@timestamp', 'WITHIN_THE_LAST', 'PT0S'), ['ILLEGAL_VALUE']],
    ['a negative duration', filter('@timestamp', 'WITHIN_THE_LAST', '-P1D'), ['ILLEGAL_VALUE']],
    ['a long value', filter('file.name', 'IS', 'x'.repeat(4_097)), ['MAX_LENGTH_EXCEEDED']],
    ['a NUL character', filter('file.name', 'IS', 'a\0b'), ['ILLEGAL_VALUE']],
    [
      '1,025 values',
      filter('file.name', 'IS_ANY', Array.from({ length: 1_025 }, String)),
      ['MAX_VALUES_FOR_FILTER_EXCEEDED'],
    ],
    ['something that is no filter', filtered('x'), ['ILLEGAL_VALUE']],
  ])('with %s is refused', (_name, body, types) => expect(typesOf(body)).toEqual(types))

  it.each([
    filtered({ term: 'file.name', value: 'a' }),
    filter('file.name', 'IS', 7),
    filter('risk.score', 'GREATER_THAN', '7'),
    filter('risk.trusted', 'IS', 'True'),
    filter('@timestamp', 'ON', '2024-05-01T10:00:00Z'),
    filter('@timestamp', 'ON_OR_BEFORE', '2024-05-01T10:00:00.59+02:00'),
    filter('@timestamp', 'ON_OR_AFTER', '0001-01-01T00:00:00Z'),
    filter('@timestamp', 'WITHIN_THE_LAST', 'P1Y2M3W4DT5H6M7.5S'),
    filter('file.classifications', 'IS', 'Secret'),
    filter('event.action', 'IS', 'no-such-action'),
    { ...filtered(good), groupClause: null, srtDir: 'ASC', pgToken: null, extra: 1, purpose: 'x' },
    { groups: [{ filters: [good], filterClause: 'or', display: '{}' }, nested(10)] },
  ])('is accepted: %j', (body) => expect(typesOf(body)).toEqual([]))

  it('is echoed in its problem', () => {
    const bad = { term: 'risk.score', operator: 'IS', value: 'x', display: 'd' }
    const result = compileSearch(filtered(good, bad), 'v2', context)
    expect(result).toMatchObject({
      ok: false,
      problems: [{ badFilter: bad, type: 'ILLEGAL_VALUE', description: expect.any(String) }],
    })
  })
})

describe('a request', () => {
  it.each<[string, unknown, ProblemType[]]>([
    ['that is no object', [], ['ILLEGAL_VALUE']],
    ['without groups', {}, ['MISSING_GROUPS']],
    ['with no group', { groups: [] }, ['MISSING_GROUPS']],
    ['with groups that are no list', { groups: {} }, ['ILLEGAL_VALUE']],
    ['with a group without filters', { groups: [{ filterClause: 'AND', filters: null }] }, ['MISSING_FILTERS']],
    ['with an empty group', { groups: [{}] }, ['MISSING_FILTERS']],
    ['with an empty subgroup', { groups: [{ subgroups: [] }] }, ['MISSING_FILTERS']],
    ['with filters beside subgroups', { groups: [{ filters: [good], subgroups: [] }] }, ['UNEXPECTED_VALUE']],
    ['with an unknown clause', { ...filtered(good), groupClause: 'XOR' }, ['ILLEGAL_VALUE']],
    ['nested too deep', { groups: [nested(11)] }, ['MAX_GROUPS_EXCEEDED']],
    ['with 1,025 filters', filtered(...Array.from({ length: 1_025 }, () => good)), ['MAX_FILTERS_EXCEEDED']],
    ['with 1,025 groups', { groups: Array.from({ length: 1_025 }, () => nested(1)) }, ['MAX_GROUPS_EXCEEDED']],
    [
      'with 4,097 wildcards',
      filtered(
        { term: 'file.name', operator: 'IS_ANY', value: Array(1_023).fill('a*b**c?d*') },
        { ...good, value: '?*?*?' },
      ),
      ['MAX_FILTERS_EXCEEDED'],
    ],
    ['for too large a page', { ...filtered(good), pgSize: 10_001 }, ['INVALID_PAGE_SIZE']],
    ['for an empty page', { ...filtered(good), pgSize: 0 }, ['INVALID_PAGE_SIZE']],
    ['for page zero', { ...filtered(good), pgNum: 0 }, ['INVALID_PAGE_NUMBER']],
    ['beyond the window', { ...filtered(good), pgNum: 101 }, ['INVALID_PAGE_NUMBER']],
    ['with a token that is no text', { ...filtered(good), pgToken: 5 }, ['INVALID_PAGE_TOKEN']],
    ['sorted by several values', { ...filtered(good), srtKey: 'source.domains' }, ['ILLEGAL_SORT']],
    ['sorted by an unknown term', { ...filtered(good), srtKey: 'nope' }, ['ILLEGAL_SORT']],
    ['sorted sideways', { ...filtered(good), srtDir: 'up' }, ['ILLEGAL_SORT']],
  ])('%s is refused', (_name, body, types) => expect(typesOf(body)).toEqual(types))

  it('is told all its problems at once', () => {
    const body = { groups: [{ filters: [{ term: 'x' }] }, {}], srtKey: 'y', pgSize: -1, pgNum: 0 }
    const expected = ['ILLEGAL_VALUE', 'MISSING_FILTERS', 'ILLEGAL_SORT', 'INVALID_PAGE_SIZE', 'INVALID_PAGE_NUMBER']
    expect(typesOf(body)).toEqual(expected)
  })

  it('counts every value of a list as a criterion', () => {
    const list = { term: 'file.name', operator: 'IS_ANY', value: Array.from({ length: 1_024 }, String) }
    expect(typesOf(filtered(list))).toEqual([])
    expect(typesOf(filtered(list, good))).toEqual(['MAX_FILTERS_EXCEEDED'])
  })

  it('ignores the page number when there is a token', () => {
    const result = compileSearch({ ...filtered(good), pgNum: 999, pgToken: '' }, 'v2', context)
    expect(result).toMatchObject({ ok: true, query: { page: { kind: 'stream', after: null, limit: 100 } } })
  })

  it('may reach further without the published limits', () => {
    const body = { ...filtered(...Array.from({ length: 1_025 }, () => good)), pgNum: 2, pgSize: 10_000 }
    expect(compileSearch(body, 'v2', { ...context, limits: openLimits }).ok).toBe(true)
  })
})

it('never puts a value into the text of a statement', () => {
  const value = `x'; DROP TABLE events --`
  const result = compileSearch(
    filter('file.name', 'IS_ANY', [value, `*${value}`, `${value}ü`, `a*${value}*b`]),
    'v2',
    context,
  )
  if (!result.ok) throw new Error('refused')
  expect(result.query.where).not.toContain('DROP')
  expect(
    Object.values(result.query.parameters)
      .flat()
      .filter((one) => String(one).toLowerCase().includes('drop')),
  ).toHaveLength(4)
})

it('writes conditions that skip indexes over lower(column) can serve', () => {
  const whereOf = (operator: string, value: unknown) => {
    const result = compileSearch(filter('user.email', operator, value), 'v2', context)
    return result.ok ? result.query.where : ''
  }
  expect(whereOf('IS', 'A@b.c')).toBe('lower(user_email) = {p0:String}')
  expect(whereOf('IS_ANY', ['a', 'b'])).toBe('(lower(user_email) IN {p0:Array(String)})')
  expect(whereOf('IS', 'a*')).toBe('startsWith(lower(user_email), {p0:String})')
  expect(whereOf('IS_NOT', '*a')).toBe('NOT (endsWith(lower(user_email), {p0:String}))')
  expect(whereOf('IS', '*a*')).toBe('lower(user_email) LIKE {p0:String}')
})

it('joins siblings that ask the same of one term', () => {
  const whereOf = (filterClause: string, ...filters: object[]) => {
    const result = compileSearch({ groups: [{ filterClause, filters }] }, 'v2', context)
    return result.ok ? result.query.where : ''
  }
  const name = (operator: string, value: string) => ({ term: 'file.name', operator, value })
  const score = (operator: string, value: number) => ({ term: 'risk.score', operator, value })
  const [a, b] = ['a', 'b'].map((value) => name('IS', value)) as [object, object]
  const [notA, notB] = ['a', 'b'].map((value) => name('IS_NOT', value)) as [object, object]
  expect(whereOf('OR', a, b)).toBe('(lower(file_name) IN {p0:Array(String)})')
  expect(whereOf('AND', notA, notB)).toBe('NOT ((lower(file_name) IN {p0:Array(String)}))')
  expect(whereOf('OR', score('IS', 1), score('IS', 2))).toContain('{p0:Array(Int64)}')
  expect(whereOf('AND', a, b)).toBe('((lower(file_name) = {p0:String}) AND (lower(file_name) = {p1:String}))')
  expect(whereOf('OR', notA, notB)).toBe(
    '((NOT (lower(file_name) = {p0:String})) OR (NOT (lower(file_name) = {p1:String})))',
  )
  const single = (filter: object) => ({ subgroups: [{ filters: [filter] }], subgroupClause: 'OR' })
  const apart = compileSearch({ groups: [single(notA), single(notB)] }, 'v2', context)
  expect(apart.ok && apart.query.where).toBe(whereOf('AND', notA, notB))
  const many = Array.from({ length: 300 }, (_, index) => name('IS', `*x${index}*`))
  expect(whereOf('OR', ...many)).toBe(
    '(multiSearchAny(lower(file_name), {p0:Array(String)}) OR multiSearchAny(lower(file_name), {p1:Array(String)}))',
  )
})

it('refuses to group by time and unknown columns of an export', () => {
  const grouping = compileGrouping({ ...filtered(good), groupingTerm: 'event.inserted', size: 0 }, 'v2', context)
  expect(grouping).toMatchObject({ ok: false, problems: [{ type: 'ILLEGAL_GROUP' }, { type: 'ILLEGAL_VALUE' }] })
  const exported = compileExport({ ...filtered(good), columns: ['file.name', 'nope'] }, 'v2', context)
  expect(exported).toMatchObject({ ok: false, problems: [{ type: 'ILLEGAL_VALUE' }] })
})
