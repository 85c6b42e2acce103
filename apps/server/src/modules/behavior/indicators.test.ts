import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestClock, startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const user = { email: 'admin@example.com' }
const clock = createTestClock('2026-02-06T12:00:00.000Z')

/** Four weeks of Mondays to Fridays, an edit each hour from 9 to 17. */
const office = Array.from({ length: 4 * 5 * 9 }, (_, index) => {
  const day = Math.floor(index / 9)
  const at = new Date(Date.UTC(2026, 0, 5 + Math.floor(day / 5) * 7 + (day % 5), 9 + (index % 9)))
  return { '@timestamp': at.toISOString(), event: { action: 'file-modified', observer: 'Endpoint' }, user }
})
const upload = (id: string, time: string, name: string, who: object = user) => ({
  '@timestamp': `${time}:00.000Z`,
  event: { id, action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
  destination: { category: 'Cloud Storage', name },
  user: who,
})

describe('behaviour of an actor with four weeks of office hours', () => {
  let directory: string
  let server: TestServer
  const start = () => startTestServer({ directory, clock, config: { limits: 'off' } })
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spillway-behavior-'))
    server = await start()
    await server.ingest(office)
  }, 60_000)
  afterAll(async () => {
    await server.close()
    await rm(directory, { recursive: true, force: true })
  })

  const unusual = ['Off hours', 'First use of destination', 'Rare use of destination']
  /** Indicators of behaviour that an event stores. */
  const found = async (id: string): Promise<readonly string[]> => {
    const groups = [{ filters: [{ term: 'event.id', operator: 'IS', value: id }] }]
    const { fileEvents } = (await server.post('/v2/file-events', { groups })).json<{
      fileEvents: { risk: { indicators: { id: string }[] } }[]
    }>()
    return (
      fileEvents[0]?.risk.indicators.map((indicator) => indicator.id).filter((name) => unusual.includes(name)) ?? []
    )
  }
  const sent = async (...event: Parameters<typeof upload>) => {
    await server.ingest([upload(...event)])
    return found(event[0])
  }

  it('is off hours at 3 in the morning and on a Sunday, and not at 10', async () => {
    expect(await sent('night', '2026-02-03T03:00', 'Unknown')).toEqual(['Off hours'])
    expect(await sent('night, later', '2026-02-03T03:40', 'Unknown')).toEqual(['Off hours'])
    expect(await sent('sunday', '2026-02-01T10:00', 'Unknown')).toEqual(['Off hours'])
    expect(await sent('morning', '2026-02-03T10:00', 'Unknown')).toEqual([])
  })

  it('uses a destination for the first time once, then rarely, then as others', async () => {
    expect(await sent('first', '2026-02-02T10:00', 'Dropbox')).toEqual(['First use of destination'])
    expect(await sent('second', '2026-02-02T10:01', 'Dropbox')).toEqual([])
    expect(await sent('next day', '2026-02-03T10:00', 'Dropbox')).toEqual(['Rare use of destination'])
    expect(await sent('third day', '2026-02-04T10:00', 'Dropbox')).toEqual(['Rare use of destination'])
    expect(await sent('fourth day', '2026-02-05T10:00', 'Dropbox')).toEqual([])
  })

  it('is judged in the order of a batch, and by its own time where it comes late', async () => {
    await server.ingest([upload('a1', '2026-02-03T10:00', 'Box'), upload('a2', '2026-02-03T10:01', 'Box')])
    expect([await found('a1'), await found('a2')]).toEqual([['First use of destination'], []])
    expect(await sent('late', '2026-02-02T10:00', 'Box')).toEqual(['First use of destination'])
  })

  it('is nobody’s where the actor is not known, and an unknown person’s tells nothing of another', async () => {
    expect(await sent('stranger', '2026-02-03T03:00', 'Slack', { email: 'stranger@example.org' })).toEqual([])
    expect(await sent('known', '2026-02-03T10:00', 'Slack')).toEqual(['First use of destination'])
  })

  it('is learned once from a batch that is sent again, and not from one that is refused', async () => {
    const headers = { 'idempotency-key': 'one' }
    const body = [upload('again', '2026-02-03T11:00', 'Mega')]
    for (const _ of [1, 2]) expect((await server.post('/v1/ingest/file-events', body, { headers })).status).toBe(200)
    expect(await found('again')).toEqual(['First use of destination'])
    const other = [upload('other', '2026-02-03T11:00', 'Zoho WorkDrive')]
    expect((await server.post('/v1/ingest/file-events', other, { headers })).status).toBe(409)
    expect(await sent('after', '2026-02-03T11:00', 'Zoho WorkDrive')).toEqual(['First use of destination'])
  })

  it('is still known after a restart', async () => {
    await server.close()
    server = await start()
    expect(await sent('restarted', '2026-02-06T10:00', 'Dropbox')).toEqual([])
    expect(await sent('restarted at night', '2026-02-06T02:00', 'Slack')).toEqual([
      'Off hours',
      'Rare use of destination',
    ])
  }, 60_000)
})
