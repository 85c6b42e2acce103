import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { spillway } from '../testing/world.ts'

let server: TestServer
let environment: Record<string, string> = {}
beforeAll(async () => {
  server = await startTestServer()
  const { id, secret } = await server.apiClient()
  environment = { SPILLWAY_URL: server.url, SPILLWAY_CLIENT_ID: id, SPILLWAY_CLIENT_SECRET: secret }
})
afterAll(() => server.close())

const run = (words: readonly string[], input = '') => spillway([...words], { environment, input, clock: server.clock })
const json = async <Value>(words: readonly string[], input = ''): Promise<Value> => {
  const { code, output, errors } = await run([...words, '--json'], input)
  expect([code, errors]).toEqual([0, ''])
  return JSON.parse(output)
}

interface Rule {
  readonly id: string
  readonly name: string
  readonly version: number
}
const definition = { name: 'Überweisung to media', vectors: { removableMedia: { isEnabled: true } } }
const copies = ['ada', 'ada', 'bob'].map((name, index) => ({
  ...{ '@timestamp': `2026-01-2${index}T10:00:00Z`, user: { email: `${name}@example.com` } },
  ...{ file: { name: `plan ${index}.docx`, sizeInBytes: 100 } },
  event: { action: 'removable-media-created', observer: 'Endpoint' },
  destination: { category: 'Device', name: 'Removable Media' },
}))

it('lists rules, and shows one by its name and what it said before', async () => {
  const { id } = (await server.post('/v1/spillway/rules', definition)).json<Rule>()
  const changed = { ...definition, description: 'Accounts payable' }
  expect((await server.request('PUT', `/v1/spillway/rules/${id}`, { body: changed })).status).toBe(200)
  expect((await json<Rule[]>(['rules', 'list'])).find((rule) => rule.id === id)).toMatchObject({ version: 2 })
  expect((await run(['rules', 'list'])).output).toMatch(new RegExp(`^${id}\tÜberweisung to media\t\\w+\ton\t2$`, 'm'))
  const shown = await run(['rules', 'show', 'überweisung TO media'])
  expect(JSON.parse(shown.output)).toMatchObject({ id, description: 'Accounts payable' })
  const versions = JSON.parse((await run(['rules', 'show', id, '--versions'])).output)
  expect(versions.map((each: Rule) => each.version)).toEqual([2, 1])
  expect(await run(['rules', 'show', 'none'])).toMatchObject({ code: 4, output: '' })
})

it('rehearses rules and drafts on what happened', async () => {
  await server.ingest(copies)
  const told = await run(['rules', 'backtest', definition.name, '--from', '2026-01-01', '--against', '1'])
  expect(told).toMatchObject({ code: 0, errors: '' })
  expect(told.output).toContain('3 on 2 people')
  expect(told.output).toMatch(/^ada@example\.com\t2\t2\t/m)
  const words = ['rules', 'backtest', '--file', '-', '--from', '2026-01-21', '--to', '2026-01-21', '--samples', '1']
  const drafted = await json<{ result: { outcome: object; samples: object[] } }>(words, JSON.stringify(definition))
  expect(drafted).toMatchObject({ state: 'DONE', result: { outcome: { alerts: 1, people: 1, files: 1 } } })
  expect(drafted.result.samples).toHaveLength(1)
  const { code, errors } = await run(words, JSON.stringify({ name: '' }))
  expect([code, errors]).toEqual([2, expect.stringContaining('draft')])
  expect(await run(['rules', 'backtest', definition.name, '--version', '9'])).toMatchObject({ code: 4 })
})

it('writes lessons, and reads them again', async () => {
  const lesson = { title: 'Sticks', subject: 'About sticks', message: 'Hi {{firstName}},\n\nplease use the share.' }
  const created = await json<{ id: string }>(['lessons', 'create', '--file', '-'], JSON.stringify(lesson))
  expect(await json(['lessons', 'show', created.id])).toMatchObject({ ...lesson, type: 'CUSTOM' })
  expect((await run(['lessons', 'list'])).output).toContain(`${created.id}\tCUSTOM\tSticks\tAbout sticks\n`)
  expect((await run(['lessons', 'show', created.id])).output).toContain(`\n\n${lesson.message}\n`)
  const { code, errors } = await run(['lessons', 'create', '--file', '-'], JSON.stringify({ title: 'Sticks' }))
  expect([code, errors]).toEqual([2, expect.stringContaining('subject')])
  expect((await run(['lessons', 'show', 'none'])).code).toBe(4)
})
