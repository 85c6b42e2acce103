import { FileEventPage, FileEventPageV1 } from '@spillway/contract'
import type { FileEvent, FileEventInput } from '@spillway/event-model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SearchServer, startSearchServer } from './test-support/search-server.ts'

let server: SearchServer

interface Page {
  totalCount: number | null
  fileEvents: FileEvent[] | null
  nextPgToken: string | null
  problems: { type: string; badFilter: unknown; description: string }[] | null
}

const share = 'Anyone with the link'
const named: FileEventInput[] = [
  { event: { id: 'docx' }, file: { name: 'a.docx', directory: 'C:/Program Files/x/', owner: 'small' } },
  {
    event: { id: 'pdf' },
    file: { name: 'b.PDF', directory: '/home/b/', owner: 'small' },
    risk: { trustReason: 'Trusted browser URL', trusted: true },
  },
  { event: { id: 'shared', shareType: [share], action: 'file-shared', observer: 'Box' }, file: { owner: 'small' } },
  {
    event: { id: 'quo"te' },
    file: { owner: 'small', hash: { sha256: 'AB'.repeat(32) }, name: 'q.txt', directory: '/q/' },
    user: { deviceUid: '77' },
  },
  {
    event: { id: 'same' },
    file: { owner: 'small', hash: { sha256: 'ab'.repeat(32) }, name: 'q.txt', directory: '/q/' },
    user: { deviceUid: '77' },
  },
]
const many = 25_000

beforeAll(async () => {
  server = await startSearchServer('vendor')
  await server.insert(named)
  const names = ['Dropbox', 'Google Drive', 'google drive']
  const bulk = Array.from({ length: many }, (_, index) => ({
    file: { owner: 'bulk' },
    destination: { name: names[index % 3] ?? null },
    '@timestamp': new Date(Date.UTC(2024, 4, 1) + (index % 500) * 1000).toISOString(),
  }))
  await server.insert(bulk)
}, 120_000)
afterAll(() => server.close())

const where = (term: string, operator: string, value: unknown) => ({
  groups: [{ filters: [{ term, operator, value }] }],
})
const small = { term: 'file.owner', operator: 'IS', value: 'small' }
const within = (...filters: object[]) => ({ groups: [{ filters: [small, ...filters] }] })
const search = async (body: object, path = '/v2/file-events') => (await server.post(path, body)).json<Page>()
const idsOf = ({ fileEvents }: Page): string[] => (fileEvents ?? []).map(({ event }) => event.id).toSorted()
const found = async (body: object) => idsOf(await search({ ...body, pgSize: 100 }))

it('streams 25,000 matches in pages of 10,000, 10,000 and 5,000 and ends with a null token', async () => {
  const query = { ...where('file.owner', 'IS', 'bulk'), pgSize: 10_000, srtKey: '@timestamp', srtDir: 'asc' }
  const seen: string[] = []
  const sizes: number[] = []
  let token: string | null = ''
  while (token !== null) {
    const page: Page = await search({ ...query, pgToken: token })
    expect(page).toMatchObject({ totalCount: many, problems: null })
    const ids = (page.fileEvents ?? []).map(({ event }) => event.id)
    seen.push(...ids)
    sizes.push(ids.length)
    if (page.nextPgToken !== null) expect(page.nextPgToken).toBe(ids.at(-1))
    token = page.nextPgToken
  }
  expect(sizes).toEqual([10_000, 10_000, 5_000])
  expect(new Set(seen).size).toBe(many)
}, 60_000)

it('has no token after a last page that is full', async () => {
  const page = await search({ ...within(), pgToken: '', pgSize: named.length, srtKey: 'event.id', srtDir: 'asc' })
  expect(page).toMatchObject({ totalCount: named.length, nextPgToken: null })
})

it('refuses a second page of 10,000', async () => {
  const response = await server.post('/v2/file-events', { ...within(), pgNum: 2, pgSize: 10_000 })
  expect(response.statusCode).toBe(400)
  expect(response.json()).toMatchObject({ totalCount: null, fileEvents: null, nextPgToken: null })
  expect(response.json().problems).toMatchObject([{ badFilter: null, type: 'INVALID_PAGE_NUMBER' }])
})

it('pages by number inside the window', async () => {
  const query = { ...within(), srtKey: 'event.id', srtDir: 'asc', pgSize: 2 }
  const pages = await Promise.all([1, 2, 3].map((pgNum) => search({ ...query, pgNum })))
  expect(pages.map((page) => page.fileEvents?.map(({ event }) => event.id))).toEqual([
    ['docx', 'pdf'],
    ['quo"te', 'same'],
    ['shared'],
  ])
  expect(pages.map(({ nextPgToken }) => nextPgToken)).toEqual([null, null, null])
})

it('goes on after any event, whatever the page number says and the filters were', async () => {
  const query = { ...where('file.owner', 'IS', 'bulk'), srtKey: 'event.id', srtDir: 'asc', pgSize: 1, pgNum: 1 }
  const page = await search({ ...query, pgToken: 'e000104' })
  expect(page.fileEvents?.[0]?.event.id).toBe('e000105')
  const other = await search({ ...within(), srtKey: 'event.id', srtDir: 'asc', pgToken: 'e000104' })
  expect(idsOf(other)).toEqual(['pdf', 'quo"te', 'same', 'shared'])
})

it('takes a token whose quotes a client escaped', async () => {
  const page = await search({ ...within(), srtKey: 'event.id', srtDir: 'asc', pgToken: 'quo\\"te' })
  expect(idsOf(page)).toEqual(['same', 'shared'])
})

it('refuses an unknown token by its name', async () => {
  const response = await server.post('/v2/file-events', { ...within(), pgToken: 'nope' })
  expect(response.statusCode).toBe(400)
  expect(response.body).toContain('INVALID_PAGE_TOKEN')
  expect(response.json().fileEvents).toBeNull()
})

it('finds events without the value by IS_NOT', async () => {
  expect(await found(within({ term: 'event.shareType', operator: 'IS_NOT', value: share }))).toEqual([
    'docx',
    'pdf',
    'quo"te',
    'same',
  ])
})

it('ignores case and knows wildcards and both path separators', async () => {
  expect(await found(within({ term: 'file.name', operator: 'IS', value: '*.DOCX' }))).toEqual(['docx'])
  expect(await found(within({ term: 'file.directory', operator: 'IS', value: 'C:\\Program Files*' }))).toEqual(['docx'])
})

it('finds trusted events by EXISTS with a null value', async () => {
  expect(await found(within({ term: 'risk.trustReason', operator: 'EXISTS', value: null }))).toEqual(['pdf'])
})

it('joins a subgroup of alternatives with the groups beside it', async () => {
  const names = ['*.docx', '*.pdf'].map((value) => ({ filters: [{ term: 'file.name', operator: 'IS', value }] }))
  const groups = [{ filters: [small] }, { subgroupClause: 'OR', subgroups: names }]
  expect(await found({ groupClause: 'AND', groups })).toEqual(['docx', 'pdf'])
})

it('answers pages that keep to the contract, in both versions', async () => {
  expect(FileEventPage.safeParse(await search(within())).error).toBeUndefined()
  const v1 = await search(
    { groups: [{ filters: [{ term: 'fileOwner', operator: 'IS', value: 'small' }] }] },
    '/v1/file-events',
  )
  expect(FileEventPageV1.safeParse(v1).error).toBeUndefined()
  expect(v1.fileEvents).toContainEqual(
    expect.objectContaining({ eventId: 'shared', exposure: ['SharedViaLink'], eventType: 'MODIFIED' }),
  )
})

it('answers an empty page when nothing is found', async () => {
  expect(await search(where('file.name', 'IS', 'missing'))).toEqual({
    totalCount: 0,
    fileEvents: [],
    nextPgToken: null,
    problems: null,
  })
})

it.each(['/forensic-search/queryservice/api/v2/fileevent', '/v2/file-events'])('serves %s', async (path) => {
  expect(await search(within(), path)).toMatchObject({ totalCount: named.length })
})

it('announces the end of v1', async () => {
  const response = await server.post('/forensic-search/queryservice/api/v1/fileevent', where('fileName', 'IS', '*'))
  expect(response.statusCode).toBe(200)
  expect(response.headers).toMatchObject({ sunset: 'Sat, 28 Feb 2026 00:00:00 GMT', deprecation: expect.any(String) })
})

it('groups by a term without clauses, values in lower case and largest first', async () => {
  const response = await server.post('/v2/file-events/grouping', {
    ...where('file.owner', 'IS', 'bulk'),
    groupingTerm: 'destination.name',
  })
  expect(response.json()).toEqual({
    groups: [
      { value: 'google drive', docCount: 16_666 },
      { value: 'dropbox', docCount: 8_334 },
    ],
    problems: null,
  })
  const v1 = await server.post('/v1/file-events/grouping', {
    ...where('fileOwner', 'IS', 'bulk'),
    groupingTerm: 'destinationName',
    size: 2,
  })
  expect(v1.json().groups).toEqual([
    { value: 'Dropbox', docCount: 8_334 },
    { value: 'Google Drive', docCount: 8_333 },
  ])
})

it('refuses bad groupings and exports in their own envelopes', async () => {
  const grouping = await server.post('/v2/file-events/grouping', { ...within(), groupingTerm: '@timestamp' })
  expect([grouping.statusCode, grouping.json()]).toMatchObject([
    400,
    { groups: null, problems: [{ type: 'ILLEGAL_GROUP' }] },
  ])
  const exported = await server.post('/v2/file-events/export', { ...within(), srtKey: 'source.domains' })
  expect([exported.statusCode, exported.json()]).toMatchObject([400, { problems: [{ type: 'ILLEGAL_SORT' }] }])
})

it('exports chosen columns as CSV with a byte-order mark', async () => {
  const body = { ...within(), columns: ['event.id', 'file.name'], srtKey: 'event.id', srtDir: 'asc' }
  const response = await server.post('/v2/file-events/export', body)
  expect(response.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': expect.stringContaining('attachment'),
  })
  expect(response.body.split('\r\n')).toEqual([
    '\uFEFF"event.id","file.name"',
    '"docx","a.docx"',
    '"pdf","b.PDF"',
    '"quo""te","q.txt"',
    '"same","q.txt"',
    '"shared",""',
    '',
  ])
})

it('exports every v1 column under its recorded header', async () => {
  const response = await server.post('/v1/file-events/export', where('fileName', 'IS', 'a.docx'))
  const [header = '', row = ''] = response.body.split('\r\n')
  expect(header.split(',').slice(0, 2)).toEqual(['\uFEFF"Event ID"', '"Event type"'])
  expect(header.split('","')).toHaveLength(88)
  expect(row.startsWith('"docx","",')).toBe(true)
})

it('tells where files with a hash were seen, each place once', async () => {
  const path = '/forensic-search/queryservice/api/v1/filelocations'
  const response = await server.get(`${path}?sha256=${'aB'.repeat(32)}`)
  expect(response.json()).toEqual({ locations: [{ fileName: 'q.txt', filePath: '/q/', deviceUid: '77' }] })
  expect((await server.get(`${path}?sha256=*`)).statusCode).toBe(400)
})

it('names a malformed body as a problem', async () => {
  const response = await server.post('/v2/file-events', '{"groups":')
  expect([response.statusCode, response.json()]).toMatchObject([
    400,
    { fileEvents: null, problems: [{ type: 'ILLEGAL_VALUE', badFilter: null }] },
  ])
})

it('audits every search with its request, purpose and result', async () => {
  server.audited.length = 0
  const body = { ...within(), purpose: 'case 7' }
  await search(body)
  await server.post('/v2/file-events', { groups: [], purpose: 'none' })
  expect(server.audited).toMatchObject([
    {
      type: 'search_issued',
      actor: { id: '1001' },
      details: {
        success: true,
        type: 'query',
        requestJson: JSON.stringify(body),
        purpose: 'case 7',
        resultCount: named.length,
      },
    },
    { type: 'search_issued', details: { success: false, purpose: 'none', resultCount: null } },
  ])
})

it('asks for a token and for the permission', async () => {
  expect((await server.post('/v2/file-events', within(), 'stranger')).statusCode).toBe(401)
  expect((await server.post('/v2/file-events', within(), 'nobody')).statusCode).toBe(403)
})
