import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtureEvents } from '../support/fixture-events.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'

const published = { requestsPerMinute: 120, window: 10_000, criteria: 1_024 }
const everything = [{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }]

describe('--limits vendor (file events 3.3)', () => {
  let server: ServerProcess
  beforeAll(async () => {
    server = await startServerProcess({ arguments: ['--limits', 'vendor'] })
    await server.api.ingest(fixtureEvents(10, new Date()))
  }, 90_000)
  afterAll(() => server?.end())

  const refusal = async (body: object) => {
    const response = await server.api.post('/v2/file-events', body)
    const { problems } = (await response.json()) as { problems: readonly { type: string }[] | null }
    return { status: response.status, types: problems?.map(({ type }) => type) }
  }

  it('the second page of 10,000 by number is refused', async () => {
    expect(await refusal({ groups: everything, pgNum: 2, pgSize: published.window })).toEqual({
      status: 400,
      types: ['INVALID_PAGE_NUMBER'],
    })
  })

  it('takes 1,024 criteria and refuses one more', async () => {
    const filters = (count: number) =>
      Array.from({ length: count }, (_, number) => ({ term: 'file.name', operator: 'IS', value: `${number}.txt` }))
    const groups = (count: number) => [{ filterClause: 'OR', filters: filters(count) }]
    expect(await refusal({ groups: groups(published.criteria) })).toEqual({ status: 200, types: undefined })
    expect(await refusal({ groups: groups(published.criteria + 1) })).toEqual({
      status: 400,
      types: ['MAX_FILTERS_EXCEEDED'],
    })
  })

  it('answers 429 past 120 requests in a minute, and says when to come back', async () => {
    const asked = await Promise.all(
      Array.from({ length: published.requestsPerMinute + 1 }, () =>
        server.api.post('/v2/file-events', { groups: everything, pgSize: 1 }),
      ),
    )
    const refused = asked.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(asked.every(({ status }) => status === 200 || status === 429)).toBe(true)
    const seconds = refused.map(({ headers }) => headers.get('retry-after'))
    expect(seconds.every((value) => /^\d+$/.test(value ?? '') && Number(value) >= 1 && Number(value) <= 60)).toBe(true)
  })
})
