import { afterEach, expect, it } from 'vitest'
import { type Answer, type StubServer, startStubServer } from '../testing/stub-server.ts'
import { spillway } from '../testing/world.ts'

let server: StubServer
afterEach(() => server?.close())

const rule = { id: 'r1', name: 'Many files', severity: 'High', isEnabled: true, version: 2 }
const subject = { ruleId: 'r1', version: 2, name: 'Many files', severity: 'High', windowMinutes: 60 }
const load = {
  alertsPerDay: 0.5,
  busiestDay: { day: '2026-08-20', alerts: 9 },
  alertsPerDayPerThousandPeople: 5,
  shareOfPeople: 0.1,
}
const person = {
  actor: 'ada@example.com',
  actorId: '1',
  alerts: 15,
  files: 40,
  firstWindow: '2026-08-05T10:00:00.000Z',
  lastWindow: '2026-08-20T10:00:00.000Z',
}
const outcome = { alerts: 15, people: 1, files: 40, byDay: [], byPerson: [person], load }
const explanation = {
  windowStart: '2026-08-05T10:00:00.000Z',
  actor: 'ada@example.com',
  words: ['Files were uploaded: Dropbox (3 files).'],
}
const backtest = (state: string, more: object = {}) => ({
  ...{
    id: 'b1',
    state,
    reason: null,
    rule: subject,
    against: null,
    from: '2026-08-02T12:00:00.000Z',
    to: '2026-09-01T12:00:00.000Z',
  },
  progress: { events: 1_000, eventsDone: state === 'DONE' ? 1_000 : 400, candidates: 40, alerts: 15 },
  result:
    state === 'DONE'
      ? { people: 10, outcome, against: null, difference: null, samples: [{ presence: null, explanation }] }
      : null,
  ...more,
})

const serve = async (answers: Readonly<Record<string, Answer>> = {}) => {
  let asked = 0
  server = await startStubServer({
    '/v1/spillway/rules': () => ({ json: { rules: [rule] } }),
    '/v1/spillway/backtests': () => ({ status: 201, json: backtest('QUEUED') }),
    '/v1/spillway/backtests/b1': () => ({ json: backtest(asked++ === 0 ? 'RUNNING' : 'DONE') }),
    '/v1/spillway/backtests/b1/cancel': () => ({ json: backtest('CANCELLED') }),
    ...answers,
  })
  return server.environment
}
const started = () => JSON.parse(server.received.find(({ path }) => path.endsWith('/backtests'))?.body ?? '{}')

it('lists and shows rules', async () => {
  const environment = await serve()
  expect(await spillway(['rules', 'list'], { environment })).toMatchObject({ output: 'r1\tMany files\tHigh\ton\t2\n' })
  const { output } = await spillway(['rules', 'show', 'many FILES'], { environment })
  expect(JSON.parse(output)).toEqual(rule)
  expect((await spillway(['rules', 'show', 'nothing'], { environment })).code).toBe(4)
})

it('rehearses a rule by its name, and tells what it would have raised', async () => {
  const environment = await serve()
  const { code, output } = await spillway(['rules', 'backtest', 'many files', '--against', '1'], { environment })
  expect(code).toBe(0)
  expect(started()).toEqual({
    ...{ ruleId: 'r1', against: { version: 1 }, samples: 3 },
    ...{ from: '2026-08-02T12:00:00.000Z', to: '2026-09-01T12:00:00.000Z' },
  })
  expect(output).toContain('15 on 1 people, 10.0 % of those with events')
  expect(output).toContain('0.50 alerts a day; 9 on the busiest, 2026-08-20; 5.00 a day for 1,000 people')
  expect(output).toContain('ada@example.com\t15\t40')
  expect(output).toContain('Files were uploaded: Dropbox (3 files).')
})

it('rehearses a draft from standard input', async () => {
  const environment = await serve()
  const words = ['rules', 'backtest', '--file', '-', '--from', '2026-08-01', '--to', '2026-08-31', '--json']
  const { output } = await spillway(words, { environment, input: '{"name":"Draft"}' })
  expect(JSON.parse(output)).toEqual(backtest('DONE'))
  expect(started()).toEqual({
    ...{ draft: { name: 'Draft' }, samples: 3 },
    ...{ from: '2026-08-01T00:00:00.000Z', to: '2026-08-31T23:59:59.999Z' },
  })
  expect((await spillway(['rules', 'backtest', '--file', '-'], { environment, input: '{' })).code).toBe(2)
  expect((await spillway(['rules', 'backtest'], { environment })).code).toBe(2)
})

it('stops the backtest where it is stopped itself', async () => {
  const stop = new AbortController()
  const environment = await serve({
    '/v1/spillway/backtests/b1': () => {
      stop.abort()
      return { json: backtest('RUNNING') }
    },
  })
  const { code } = await spillway(['rules', 'backtest', 'r1'], { environment, stop: stop.signal })
  expect(code).toBe(130)
  expect(server.received.at(-1)?.path).toBe('/v1/spillway/backtests/b1/cancel')
})

it('tells why a backtest failed', async () => {
  const failed = backtest('FAILED', { reason: 'The rule would have raised more than 250000 alerts' })
  const environment = await serve({ '/v1/spillway/backtests/b1': () => ({ json: failed }) })
  const { code, errors } = await spillway(['rules', 'backtest', 'r1'], { environment })
  expect([code, errors]).toEqual([1, expect.stringContaining('more than 250000 alerts')])
})
