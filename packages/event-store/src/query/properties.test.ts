import { terms, type Version } from '@spillway/event-model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Parameters } from '../drivers/driver.ts'
import { type CompiledSearch, compileSearch, openLimits, queryTextSettings } from './index.ts'
import { type Dataset, openDataset } from './testing/dataset.ts'
import { type PlainQuery, queryFinds } from './testing/naive-evaluator.ts'
import { vocabularyOf } from './testing/random-events.ts'
import { queryArbitrary } from './testing/random-queries.ts'

const seed = 42
const eventCount = 250
const queriesPerVersion = 2_600
const queriesPerStatement = 60
const now = new Date('2024-05-02T12:00:00.000Z')
const context = { now, limits: openLimits }
const versions: Version[] = ['v1', 'v2']

let data: Dataset

beforeAll(async () => {
  data = await openDataset(eventCount, seed)
}, 60_000)
afterAll(() => data.close())

const compiled = (body: unknown, version: Version): CompiledSearch => {
  const result = compileSearch(body, version, context)
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)} in ${JSON.stringify(body)}`)
  return result.query
}

/** Answers many queries with one statement; placeholders get the number of their query. */
const foundByEngine = async (queries: readonly PlainQuery[], version: Version): Promise<number[][]> => {
  const parameters: Record<string, Parameters[string]> = {}
  const columns = queries.map((query, index) => {
    const { where, parameters: own } = compiled(query, version)
    for (const [name, value] of Object.entries(own)) parameters[`q${index}_${name}`] = value
    const renamed = where.replace(/\{(p\d+):/g, `{q${index}_$1:`)
    return `arraySort(groupArrayIf(toUInt32(seq), ${renamed})) AS r${index}`
  })
  const [row] = await data.driver.rows<Record<string, number[]>>(`SELECT ${columns.join(', ')} FROM events`, parameters)
  return queries.map((_, index) => row?.[`r${index}`] ?? [])
}

const foundNaively = (query: PlainQuery, version: Version): number[] =>
  data.shown[version].flatMap((event, index) => (queryFinds(event, query, version, now) ? [index] : []))

describe.each(versions)('%s', (version) => {
  it(`finds the same events as the naive evaluator in ${queriesPerVersion} random queries`, async () => {
    const queries = fc.sample(queryArbitrary(version), { numRuns: queriesPerVersion, seed })
    let hits = 0
    for (let start = 0; start < queries.length; start += queriesPerStatement) {
      const batch = queries.slice(start, start + queriesPerStatement)
      const answers = await foundByEngine(batch, version)
      batch.forEach((query, index) => {
        const expected = foundNaively(query, version)
        if (expected.length > 0 && expected.length < eventCount) hits += 1
        expect({ query, found: answers[index] }).toEqual({ query, found: expected })
      })
    }
    // Queries that find nothing or everything would prove little.
    expect(hits).toBeGreaterThan(queriesPerVersion / 3)
  }, 240_000)

  it('finds the same events by long lists of texts that may stand anywhere', async () => {
    const searched = [...terms[version].values()].filter(
      ({ operators, valueClass }) => operators.has('IS_ANY') && valueClass !== 'number',
    )
    const queries = searched.flatMap((term) => {
      const values = fc.sample(vocabularyOf(term), { numRuns: 40, seed }).map(String)
      const value = values.map(
        (text, index) =>
          `*${[...text]
            .slice(index % 2, 4)
            .join('')
            .replace(/[*?\\]/g, '')}É*`,
      )
      const some = [...value.slice(0, 20), ...values.slice(0, 20).map((text) => `*${[...text].slice(1, 4).join('')}*`)]
      return (['IS_ANY', 'IS_NONE'] as const).map((operator) => ({
        groups: [{ filters: [{ term: term.name, operator, value: some }] }],
      }))
    })
    const answers = await foundByEngine(queries, version)
    queries.forEach((query, index) => {
      expect({ query, found: answers[index] }).toEqual({ query, found: foundNaively(query, version) })
    })
    expect(answers.filter((found) => found.length > 0 && found.length < eventCount).length).toBeGreaterThan(10)
  })
})

it('finds the same events where a great many texts must fit', async () => {
  const text = (operator: string, value: string) => ({ term: 'file.name', operator, value })
  const often = ['a', 'e', 'i'].flatMap((letter) => [text('IS', `*${letter}*`), text('IS_NOT', `*${letter}`)])
  const day = { term: '@timestamp', operator: 'ON_OR_AFTER', value: '2000-01-01' }
  const exists = { term: 'file.name', operator: 'EXISTS' }
  const queries = [often, often.slice(0, 1), often.slice(0, 2)].map((some) => ({
    groups: [
      {
        filterClause: 'AND' as const,
        filters: [day, exists, ...Array.from({ length: 100 }, (_, index) => some[index % some.length] ?? exists)],
      },
    ],
  }))
  const expected = queries.map((query) => foundNaively(query, 'v2'))
  expect(await foundByEngine(queries, 'v2')).toEqual(expected)
  expect(expected[1]?.length).toBeGreaterThan(0)
})

it('is planned fast however much a query asks for', async () => {
  const filters = (count: number, operator: string, value: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => ({ term: 'file.name', operator, value: value(index) }))
  const { criteria, wildcards } = openLimits
  const large = [
    { found: eventCount, filterClause: 'AND', filters: filters(criteria, 'IS_NOT', (index) => `~${index}~`) },
    { found: 0, filterClause: 'OR', filters: filters(wildcards / 2, 'IS', (index) => `*~${index}~*`) },
    { found: 0, filterClause: 'AND', filters: filters(wildcards / 2, 'IS', (index) => `*~${index}~*`) },
  ]
  for (const { found, ...group } of large) {
    const { where, parameters } = compiled({ groups: [group] }, 'v2')
    const sql = `SELECT toUInt32(count()) AS found FROM events WHERE ${where}`
    const [row] = await data.driver.rows<{ found: number }>(sql, parameters, {
      settings: { ...queryTextSettings, max_execution_time: 30 },
    })
    expect(row?.found).toBe(found)
  }
}, 60_000)

it('never throws, whatever the body', () => {
  const body = fc.oneof(
    fc.anything(),
    fc.record(
      {
        groups: fc.oneof(
          fc.anything(),
          fc.array(
            fc.record({
              filters: fc.array(
                fc.record({
                  term: fc.constantFrom('file.name', '@timestamp', 'risk.score', 'x'),
                  operator: fc.constantFrom('IS', 'ON', 'IS_ANY', 'EXISTS', 'NOPE', 7),
                  value: fc.anything(),
                }),
              ),
            }),
          ),
        ),
        pgSize: fc.anything(),
        pgNum: fc.anything(),
        pgToken: fc.anything(),
        srtKey: fc.anything(),
        srtDir: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  )
  fc.assert(
    fc.property(body, (value) => typeof compileSearch(value, 'v2', context).ok === 'boolean'),
    { numRuns: 3_000, seed },
  )
})
