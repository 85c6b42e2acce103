import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storesUnderTest } from '@spillway/control-store/testing'
import { builtInIndicators } from '@spillway/detection'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeed } from '../../support/command.ts'
import { parts, python, root } from '../../support/parts.ts'

interface Answer {
  readonly every: readonly string[]
  readonly called: readonly string[]
  readonly seen: Readonly<Record<string, unknown>>
}

const stores = storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES)

describe.skipIf(!parts.incydr.present).each(stores)('incydr on risk indicators, $dialect', ({ open }) => {
  let server: TestServer
  let home: string
  let answer: Answer
  let environment: Record<string, string>
  const off = 'Mega upload'
  const seen = (name: string) => answer.seen[name]

  beforeAll(async () => {
    server = await startTestServer({ openControl: open, config: { limits: 'off' } })
    home = await mkdtemp(join(tmpdir(), 'spillway-home-'))
    const [client, blind] = [await server.apiClient(), await server.apiClient(['file-events.read'])]
    await server.request('PATCH', '/v1/spillway/risk-settings', {
      body: { indicators: [{ id: off, isActive: false }] },
    })
    const told = { url: server.url, clientId: client.id, clientSecret: client.secret }
    environment = {
      ...{ HOME: home, COLUMNS: '400' },
      ...{ INCYDR_URL: told.url, INCYDR_API_CLIENT_ID: told.clientId, INCYDR_API_CLIENT_SECRET: told.clientSecret },
    }
    const script = join(root, 'test/clients/risk/incydr_risk.py')
    const printed = await succeed(join(python.incydr, 'python'), [script], {
      input: JSON.stringify({ ...told, blindId: blind.id, blindSecret: blind.secret }),
      environment: { HOME: home },
    })
    answer = JSON.parse(printed) as Answer
  }, 120_000)
  afterAll(async () => {
    await server?.close()
    if (home) await rm(home, { recursive: true, force: true })
  })

  it('calls every public method', () => {
    const missing = answer.every.filter((name) => !answer.called.includes(name))
    console.log(
      `incydr risk indicators: ${answer.every.length - missing.length} of ${answer.every.length} members exercised`,
    )
    expect(missing).toEqual([])
  })

  it('finds every label that it knows, and those that were added', () => {
    const [labels, ids] = seen('tree') as [string[], string[]]
    expect(labels).toHaveLength(155)
    expect(labels.filter((label) => !ids.includes(label))).toEqual([])
    expect(ids).toEqual(builtInIndicators.map(({ id }) => id).toSorted())
  })

  it('filters, sorts and reads one', () => {
    expect(seen('active')).toEqual([[off], builtInIndicators.length - 1])
    const [ascending, descending] = seen('sorted') as [string[], string[]]
    expect(ascending).toEqual(['Destinations', 'File categories', 'Sources', 'User behavior'])
    expect(descending).toEqual(ascending.toReversed())
    expect(seen('one')).toEqual(['Destinations', true, 8])
  })

  it('meets its own errors', () => {
    const refused = (status: number) => ({ raised: 'HTTPError', status })
    expect([seen('no_category'), seen('no_subcategory'), seen('forbidden')]).toEqual([404, 404, 403].map(refused))
  })

  it('lists them by command, in every format', async () => {
    const list = (format: string) =>
      succeed(join(python.incydr, 'incydr'), ['risk-indicator-categories', 'list', '-f', format], { environment })
    const lines = (await list('json-lines')).split('\n').filter((line) => line.startsWith('{'))
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id).toSorted()).toEqual(
      builtInIndicators.map(({ id }) => id).toSorted(),
    )
    expect((await list('csv')).trim().split('\n')).toHaveLength(builtInIndicators.length + 1)
    for (const format of ['table', 'json-pretty']) expect(await list(format)).toContain('Dropbox upload')
  })
})
