import { terms, type Version } from '@spillway/event-model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { afterPosition, type CompiledSort, compileGrouping, compileSearch, openLimits } from './index.ts'
import { type Dataset, openDataset, type ShownEvent } from './testing/dataset.ts'
import { type Value, valuesOf } from './testing/naive-values.ts'

const context = { now: new Date('2024-05-02T12:00:00.000Z'), limits: openLimits }
const versions: Version[] = ['v1', 'v2']
let data: Dataset

beforeAll(async () => {
  data = await openDataset(250, 7)
}, 60_000)
afterAll(() => data.close())

const everything = { groups: [{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }] }
const everythingV1 = { groups: [{ filters: [{ term: 'eventId', operator: 'EXISTS' }] }] }
const allOf = (version: Version) => (version === 'v1' ? everythingV1 : everything)

const idOf = (event: ShownEvent, version: Version): string =>
  version === 'v1' ? String((event as Record<string, unknown>).eventId) : event.event.id

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Ids are compared as they are, other text without regard to case. */
const idTerms = new Set(['event.id', 'eventId'])

const sortKey = (term: string, values: readonly Value[], direction: string): Value | null => {
  if (values.length === 0) return null
  if (typeof values[0] === 'string') return idTerms.has(term) ? values[0] : values[0].toLowerCase()
  if (typeof values[0] !== 'number') return Number(values[0])
  return direction === 'asc' ? Math.min(...values.map(Number)) : Math.max(...values.map(Number))
}

const compareKeys = (a: Value, b: Value): number =>
  typeof a === 'string' ? compareBytes(a, String(b)) : Number(a) - Number(b)

const naiveOrder = (term: string, direction: string, version: Version): string[] =>
  data.shown[version]
    .map((event) => ({ id: idOf(event, version), key: sortKey(term, valuesOf(event, term, version), direction) }))
    .toSorted((a, b) => {
      if (a.key === null || b.key === null)
        return Number(a.key === null) - Number(b.key === null) || compareBytes(a.id, b.id)
      return compareKeys(a.key, b.key) * (direction === 'asc' ? 1 : -1) || compareBytes(a.id, b.id)
    })
    .map(({ id }) => id)

const sortOf = (version: Version, srtKey: string, srtDir: string): CompiledSort => {
  const result = compileSearch({ ...allOf(version), srtKey, srtDir }, version, context)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.query.sort
}

const sortCases = versions.flatMap((version) =>
  [...terms[version].values()].filter(({ sortable }) => sortable).map(({ name }) => [version, name] as const),
)

it('sorts by every sortable term in both directions and resumes after any event', async () => {
  expect(sortCases.length).toBeGreaterThan(130)
  for (const [version, term] of sortCases) {
    for (const direction of ['asc', 'desc']) {
      const sort = sortOf(version, term, direction)
      const sql = `SELECT event_id AS id, ${sort.positionSql} AS value FROM events`
      const rows = await data.driver.rows<{ id: string; value: string | null }>(`${sql} ORDER BY ${sort.orderBy}`)
      expect([term, direction, ...rows.map(({ id }) => id)]).toEqual([
        term,
        direction,
        ...naiveOrder(term, direction, version),
      ])
      const position = rows[(term.length * 7) % rows.length]
      if (!position) throw new Error('no position')
      const { where, parameters } = afterPosition(sort, position)
      const rest = await data.driver.rows<{ id: string }>(`${sql} WHERE ${where} ORDER BY ${sort.orderBy}`, parameters)
      expect([term, ...rest.map(({ id }) => id)]).toEqual([
        term,
        ...rows.slice(((term.length * 7) % rows.length) + 1).map(({ id }) => id),
      ])
    }
  }
}, 60_000)

const naiveGroups = (term: string, version: Version): { value: string; docCount: number }[] => {
  const counts = new Map<string, number>()
  const isFolded = version === 'v2' && terms.v2.get(term)?.valueClass !== 'address'
  for (const event of data.shown[version]) {
    const texts = valuesOf(event, term, version).map((value) =>
      isFolded ? String(value).toLowerCase() : String(value),
    )
    for (const text of new Set(texts)) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts]
    .map(([value, docCount]) => ({ value, docCount }))
    .toSorted((a, b) => b.docCount - a.docCount || compareBytes(a.value, b.value))
}

it('groups by every groupable term', async () => {
  for (const version of versions) {
    for (const { name } of [...terms[version].values()].filter(({ groupable }) => groupable)) {
      const result = compileGrouping({ ...allOf(version), groupingTerm: name, size: 10_000 }, version, context)
      if (!result.ok) throw new Error(JSON.stringify(result.problems))
      const { key, where, present, value, parameters, limit } = result.query
      const inner = `SELECT ${key} AS k, count() AS c FROM events WHERE ${where} GROUP BY k`
      const sql = `SELECT ${value} AS value, toUInt32(sum(c)) AS docCount FROM (${inner}) WHERE ${present} GROUP BY value ORDER BY docCount DESC, value LIMIT ${limit}`
      const groups = await data.driver.rows(sql, parameters)
      expect([version, name, ...groups]).toEqual([version, name, ...naiveGroups(name, version)])
    }
  }
}, 60_000)
