import type { Version } from '@spillway/event-model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Parameters } from '../drivers/driver.ts'
import { type CompiledSearch, compileSearch, openLimits } from './index.ts'
import { type Dataset, openDataset } from './testing/dataset.ts'
import { type PlainQuery, queryFinds } from './testing/naive-evaluator.ts'
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
})

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
