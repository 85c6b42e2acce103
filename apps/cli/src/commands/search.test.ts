import { afterEach, expect, it } from 'vitest'
import { type Answer, type StubServer, startStubServer } from '../testing/stub-server.ts'
import { spillway } from '../testing/world.ts'

let server: StubServer
afterEach(() => server?.close())

const event = (id: number, name = `file ${id}.docx`) => ({
  '@timestamp': '2026-08-31T10:00:00Z',
  event: { id: `e${id}`, action: 'file-created' },
  user: { email: 'ada@example.com' },
  file: { name, sizeInBytes: 10 * id },
  destination: { name: null },
  risk: { severity: 'LOW' },
})

const serve = async (answers: Readonly<Record<string, Answer>>) => {
  server = await startStubServer(answers)
  return server.environment
}

const pagesOf = (...pages: unknown[][]): Answer => {
  let next = 0
  return () => {
    const fileEvents = pages[next++] ?? []
    return { json: { totalCount: 7, fileEvents, nextPgToken: next < pages.length ? `token-${next}` : null } }
  }
}

const askedFor = (position = 0) => JSON.parse(server.received[position]?.body ?? '{}')

it('turns options into filters of the current version', async () => {
  const environment = await serve({ '/v2/file-events': pagesOf([]) })
  const words = ['search', '--user', 'ada@*', '--user', 'bob@*', '--start', '2d', '--end', '2026-08-31', '--json']
  const { code } = await spillway([...words, '--term', 'file.sizeInBytes greater_than 5'], { environment })
  expect(code).toBe(0)
  expect(askedFor()).toMatchObject({
    srtKey: '@timestamp',
    srtDir: 'desc',
    pgToken: '',
    pgSize: 100,
    groupClause: 'AND',
    groups: [
      {
        filterClause: 'OR',
        filters: [
          { term: 'user.email', operator: 'IS', value: 'ada@*' },
          { term: 'user.email', operator: 'IS', value: 'bob@*' },
        ],
      },
      { filters: [{ term: '@timestamp', operator: 'ON_OR_AFTER', value: '2026-08-30T12:00:00.000Z' }] },
      { filters: [{ term: '@timestamp', operator: 'ON_OR_BEFORE', value: '2026-08-31T23:59:59.999Z' }] },
      { filters: [{ term: 'file.sizeInBytes', operator: 'GREATER_THAN', value: 5 }] },
    ],
  })
})

it('speaks the older version with its own terms', async () => {
  const environment = await serve({ '/v1/file-events': pagesOf([{ eventId: 'e1', fileName: 'a.zip' }]) })
  const words = ['search', '--version', 'v1', '--file-name', '*.zip', '--last', '7d', '--columns', 'eventId,fileName']
  expect(await spillway(words, { environment })).toMatchObject({ code: 0, output: 'e1\ta.zip\n' })
  expect(askedFor().groups).toEqual([
    { filters: [{ term: 'fileName', operator: 'IS', value: '*.zip' }], filterClause: 'OR' },
    { filters: [{ term: 'eventTimestamp', operator: 'WITHIN_THE_LAST', value: 'P7D' }] },
  ])
})

it('asks for everything when no option narrows it', async () => {
  const environment = await serve({ '/v2/file-events': pagesOf([event(1)]) })
  await spillway(['search'], { environment })
  expect(askedFor().groups).toEqual([{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }])
})

it('follows page tokens to the end with --all and prints one JSON object a line', async () => {
  const environment = await serve({ '/v2/file-events': pagesOf([event(1), event(2)], [event(3)]) })
  const { output } = await spillway(['search', '--all', '--json'], { environment })
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event.id),
  ).toEqual(['e1', 'e2', 'e3'])
  expect(askedFor(1)).toMatchObject({ pgToken: 'token-1', pgSize: 1000 })
})

it('stops at --limit', async () => {
  const environment = await serve({ '/v2/file-events': pagesOf([event(1), event(2)], [event(3)]) })
  await spillway(['search', '--limit', '2'], { environment })
  expect(server.received).toHaveLength(1)
})

it('prints tab-separated cells without a header in a pipe', async () => {
  const environment = await serve({ '/v2/file-events': pagesOf([event(1)]) })
  const { output } = await spillway(['search', '--columns', 'event.id,file.name,destination.name'], { environment })
  expect(output).toBe('e1\tfile 1.docx\t\n')
})

it('heads, aligns and cuts the table on a terminal and tells how many more there are', async () => {
  const environment = await serve({ '/v2/file-events': pagesOf([event(1), event(2, `${'long '.repeat(40)}.docx`)]) })
  const { output, errors } = await spillway(['search', '--limit', '2'], { environment, terminal: true, columns: 90 })
  expect(output.split('\n')[0]).toMatch(/^@timestamp .*file\.name /)
  expect(output).toContain('…')
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90)
  expect(errors).toContain('2 of 7 events; --all shows every one')
})

it('never lets a file name drive the terminal', async () => {
  const environment = await serve({ '/v2/file-events': pagesOf([event(1, 'a\u001b]0;owned\u0007\n\u202egpj.exe')]) })
  const { output } = await spillway(['search', '--columns', 'file.name'], { environment, terminal: true })
  expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
})

it('groups and counts', async () => {
  const groups = [{ value: 'dropbox', docCount: 3 }]
  const answers = { '/v2/file-events/grouping': () => ({ json: { groups } }), '/v2/file-events': pagesOf([event(1)]) }
  const environment = await serve(answers)
  expect((await spillway(['search', '--group-by', 'destination.name'], { environment })).output).toBe('dropbox\t3\n')
  expect((await spillway(['search', '--count'], { environment })).output).toBe('7\n')
  expect(askedFor(0)).toMatchObject({ groupingTerm: 'destination.name', size: 100 })
})

it('passes the CSV of the export on as it is', async () => {
  const text = '\ufeff"File name"\r\n"a"\r\n'
  const environment = await serve({ '/v2/file-events/export': () => ({ text }) })
  const { output } = await spillway(['search', '--csv', '--columns', 'file.name'], { environment })
  expect(output).toBe(text)
  expect(askedFor()).toMatchObject({ columns: ['file.name'] })
})

it('sends a query of the user as it is', async () => {
  const environment = await serve({ '/v2/file-events': pagesOf([]) })
  const input = JSON.stringify({
    groups: [{ filters: [{ term: 'file.name', operator: 'IS', value: 'a' }] }],
    srtDir: 'asc',
  })
  await spillway(['search', '--query', '-', '--json'], { environment, input })
  expect(askedFor()).toMatchObject({ ...JSON.parse(input), srtKey: '@timestamp' })
})

it.each([
  [['--term', 'file.name'], 'needs a term, an operator and a value'],
  [['--term', 'file.name LIKE x'], 'LIKE is none of IS, IS_NOT'],
  [['--term', 'file.name EXISTS x'], 'takes no value'],
  [['--term', 'file.sizeInBytes GREATER_THAN x'], 'needs a number'],
  [['--start', 'yesterday'], "'yesterday' is no point in time"],
  [['--last', '7 days'], "'7 days' is no duration"],
  [['--limit', '0'], 'Needs a whole number from 1'],
  [['--version', 'v3'], 'Allowed choices are v1, v2'],
  [['--json', '--csv'], 'cannot be used with option'],
  [['--query', '-'], 'is not JSON'],
])('refuses %j as wrong usage', async (words, message) => {
  const environment = await serve({})
  const { code, errors } = await spillway(['search', ...words], { environment, input: '{' })
  expect(code).toBe(2)
  expect(errors).toContain(message)
  expect(server.received).toHaveLength(0)
})

it('shows the problems of a query the server refuses', async () => {
  const problem = { type: 'ILLEGAL_VALUE', description: 'no such term', badFilter: { term: 'x' } }
  const environment = await serve({ '/v2/file-events': () => ({ status: 400, json: { problems: [problem] } }) })
  const { code, errors } = await spillway(['search', '--term', 'x IS y'], { environment })
  expect(code).toBe(2)
  expect(errors).toContain('ILLEGAL_VALUE no such term {"term":"x"}')
})
