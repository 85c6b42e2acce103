import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FixtureEvent, fixtureEvents } from '../support/fixture-events.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { querySamples } from './queries.ts'

interface SearchAnswer {
  readonly totalCount: number | null
  readonly fileEvents: readonly { readonly event?: { readonly id: string }; readonly eventId?: string }[] | null
  readonly nextPgToken: string | null
  readonly problems: readonly { readonly type: string }[] | null
}
interface GroupAnswer {
  readonly groups: readonly { readonly value: string; readonly docCount: number }[] | null
  readonly problems: readonly { readonly type: string }[] | null
}

const everything = [{ filters: [{ term: 'file.name', operator: 'IS', value: '*' }] }]
/** Old enough that the last thirty hours hold none of the events; the last three days hold them all. */
const latest = () => new Date(Math.floor(Date.now() / 1000) * 1000 - 32 * 3_600_000)

describe('documented queries', () => {
  let server: ServerProcess
  let events: FixtureEvent[]
  const ask = async <T>(path: string, body: unknown, headers?: Record<string, string>) => {
    const response = await server.api.post(path, body, headers)
    return { status: response.status, answer: (await response.json()) as T }
  }
  const search = (body: unknown, path = '/v2/file-events') => ask<SearchAnswer>(path, body)

  beforeAll(async () => {
    server = await startServerProcess()
    events = fixtureEvents(25_000, latest())
    await server.api.ingest(events)
  }, 240_000)
  afterAll(() => server?.end())

  for (const { name, from, path, body, finds } of querySamples) {
    it(`${name} (${from})`, async () => {
      const { status, answer } = await search(body, path)
      expect({ status, problems: answer.problems, totalCount: answer.totalCount }).toEqual({
        status: 200,
        problems: null,
        totalCount: events.filter(finds).length,
      })
      const size = (body as { pgSize?: number }).pgSize ?? 100
      expect(answer.fileEvents).toHaveLength(Math.min(size, answer.totalCount ?? 0))
    })
  }

  describe('paging (file events 3.2 and 9)', () => {
    const ascending = { groupClause: 'AND', groups: everything, srtKey: 'event.id', srtDir: 'asc' }
    const idOf = (number: number) => events[number]?.event.id ?? ''

    it('25,000 matches come in pages of 10,000, 10,000 and 5,000; tokens are the last ids, the third is null', async () => {
      const seen: [number, string | null][] = []
      let pgToken: string | null = ''
      while (pgToken !== null) {
        const { answer }: { answer: SearchAnswer } = await search({ ...ascending, pgToken, pgSize: 10_000 })
        seen.push([answer.fileEvents?.length ?? 0, answer.nextPgToken])
        pgToken = answer.nextPgToken
      }
      expect(seen).toEqual([
        [10_000, idOf(9_999)],
        [10_000, idOf(19_999)],
        [5_000, null],
      ])
    }, 60_000)

    it('a token beats a page number', async () => {
      const { answer } = await search({ ...ascending, pgNum: 1, pgToken: idOf(100), pgSize: 5 })
      expect(answer.fileEvents?.map(({ event }) => event?.id)).toEqual([101, 102, 103, 104, 105].map(idOf))
    })

    const refused: readonly [name: string, body: object, type: string][] = [
      ['page 0', { ...ascending, pgNum: 0 }, 'INVALID_PAGE_NUMBER'],
      ['a page of 10,001', { ...ascending, pgSize: 10_001 }, 'INVALID_PAGE_SIZE'],
      ['an unknown token', { ...ascending, pgToken: 'nope' }, 'INVALID_PAGE_TOKEN'],
      ['no groups', { groups: [] }, 'MISSING_GROUPS'],
      ['an empty group', { groups: [{ filters: [] }] }, 'MISSING_FILTERS'],
    ]
    for (const [name, body, type] of refused) {
      it(`${name} is refused with ${type}`, async () => {
        const { status, answer } = await search(body)
        expect({ status, types: answer.problems?.map((problem) => problem.type) }).toEqual({
          status: 400,
          types: [type],
        })
      })
    }
  })

  describe('grouping (file events 4)', () => {
    const group = (body: object, path = '/v2/file-events/grouping') => ask<GroupAnswer>(path, body)
    const counts = (names: (event: FixtureEvent) => string) => {
      const found = new Map<string, number>()
      for (const event of events) found.set(names(event), (found.get(names(event)) ?? 0) + 1)
      return [...found]
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .map(([value, docCount]) => ({ value, docCount }))
    }

    it('without clauses: lower-cased values, largest first', async () => {
      const { status, answer } = await group({ groups: everything, groupingTerm: 'destination.name' })
      expect(status).toBe(200)
      expect(answer).toEqual({ groups: counts(({ destination }) => destination.name.toLowerCase()), problems: null })
    })

    it('version 1 keeps the spelling', async () => {
      const groups = [{ filters: [{ term: 'fileName', operator: 'IS', value: '*' }] }]
      const { answer } = await group({ groups, groupingTerm: 'destinationName' }, '/v1/file-events/grouping')
      expect(answer.groups).toEqual(counts(({ destination }) => destination.name))
    })

    it('gives up to 10,000 groups when asked, 1,000 when not', async () => {
      const every = await group({ groups: everything, groupingTerm: 'event.id', size: 10_000 })
      const some = await group({ groups: everything, groupingTerm: 'event.id' })
      expect([every.answer.groups?.length, some.answer.groups?.length]).toEqual([10_000, 1_000])
    })

    it('a time is no group (published example; the type for it is ILLEGAL_GROUP)', async () => {
      const { status, answer } = await group({ groups: everything, groupingTerm: '@timestamp', size: 1_000 })
      expect({ status, type: answer.problems?.[0]?.type }).toEqual({ status: 400, type: 'ILLEGAL_GROUP' })
    })
  })

  describe('export (file events 5)', () => {
    const exported = async (body: object, path = '/v2/file-events/export') => {
      const response = await server.api.post(path, body)
      const bytes = Buffer.from(await response.arrayBuffer())
      const text = bytes.toString('utf8')
      return {
        response,
        bytes,
        rows: text
          .replace(/^\uFEFF/, '')
          .split(/\r?\n/)
          .filter((row) => row !== ''),
      }
    }

    it('the columns of the published example, in that order, sorted', async () => {
      const body = { groups: everything, columns: ['@timestamp', 'event.id'], srtKey: '@timestamp', srtDir: 'asc' }
      const { response, bytes, rows } = await exported(body)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toContain('text/csv')
      expect(response.headers.get('content-disposition')).toContain('filename=')
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
      expect(rows).toHaveLength(events.length + 1)
      expect(rows[0]?.replaceAll('"', '')).toBe('@timestamp,event.id')
      expect(rows[1]).toContain(events.at(-1)?.event.id)
    })

    it('every column of version 1, under its recorded header', async () => {
      const groups = [{ filters: [{ term: 'fileName', operator: 'IS', value: '*.rs' }] }]
      const { rows } = await exported({ groups }, '/v1/file-events/export')
      expect(rows[0]?.replaceAll('"', '').split(',').slice(0, 4)).toEqual([
        'Event ID',
        'Event type',
        'Date Observed (UTC)',
        'Date Inserted (UTC)',
      ])
      expect(rows[0]).toContain('Table Titles')
      expect(rows).toHaveLength(1 + events.filter(({ file }) => file.name.endsWith('.rs')).length)
    })
  })

  it('accepts two spaces after Bearer (file events 3.5)', async () => {
    const headers = { authorization: `Bearer  ${await server.api.token()}` }
    const { status } = await ask<SearchAnswer>('/v2/file-events', { groups: everything, pgSize: 1 }, headers)
    expect(status).toBe(200)
  })
})
