import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Risk {
  readonly score: number
  readonly severity: string
  readonly trusted: boolean
  readonly trustReason: string | null
  readonly indicators: readonly unknown[]
  readonly untrustedValues: { readonly domains: readonly string[] }
}

const list = '/v2/trusted-activities'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
  'what trust does to events, on $dialect',
  (under) => {
    let server: TestServer
    let control: ControlStore
    beforeAll(async () => {
      control = await under.open()
      server = await startTestServer({ openControl: async () => control, config: { limits: 'off' } })
    }, 60_000)
    afterAll(() => server.close())

    let count = 0
    const upload = (...urls: string[]) => ({
      event: { id: `event-${++count}`, action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
      '@timestamp': server.clock().toISOString(),
      file: { name: 'plan.xlsx' },
      destination: { tabs: urls.map((url) => ({ url })) },
    })
    const riskOf = async (id: string): Promise<Risk> => {
      const groups = [{ filters: [{ term: 'event.id', operator: 'IS', value: id }] }]
      const found = (await server.post('/v2/file-events', { groups })).json<{ fileEvents: { risk: Risk }[] }>()
      return found.fileEvents[0]?.risk as Risk
    }
    const sent = async (...urls: string[]): Promise<Risk> => {
      const event = upload(...urls)
      await server.ingest([event])
      return riskOf(event.event.id)
    }
    const trust = async (value: string, type = 'DOMAIN') =>
      (await server.post(list, { type, value })).json<{ activityId: string }>().activityId

    it('gives the very next event no risk and a reason, and leaves what is stored as it was', async () => {
      const before = upload('https://www.dropbox.com/home')
      await server.ingest([before])
      const risky = await riskOf(before.event.id)
      expect(risky).toMatchObject({ trusted: false, trustReason: null, untrustedValues: { domains: ['dropbox.com'] } })
      expect(risky.score).toBeGreaterThan(0)
      const id = await trust('dropbox.com')
      expect(await sent('https://www.dropbox.com/home')).toMatchObject({
        ...{
          score: 0,
          severity: 'NO_RISK_INDICATED',
          trusted: true,
          trustReason: 'Trusted browser URL',
          indicators: [],
        },
        untrustedValues: { domains: [] },
      })
      expect(await riskOf(before.event.id)).toEqual(risky)
      await server.request('PATCH', `${list}/${id}`, { body: { value: 'box.com' } })
      expect(await sent('https://www.dropbox.com/home')).toMatchObject({ trusted: false, score: risky.score })
      expect(await sent('https://app.box.com/')).toMatchObject({ trusted: true, score: 0 })
      await server.request('DELETE', `${list}/${id}`)
      expect((await sent('https://app.box.com/')).trusted).toBe(false)
    })

    it('follows every one of many changes at once', async () => {
      for (let turn = 0; turn < 10; turn++) {
        const id = await trust(`turn-${turn}.example`)
        const [during, other] = await Promise.all([
          sent(`https://turn-${turn}.example/`),
          sent('https://never.example/'),
        ])
        expect([during.trusted, other.trusted]).toEqual([true, false])
        await server.request('DELETE', `${list}/${id}`)
        expect((await sent(`https://turn-${turn}.example/`)).trusted).toBe(false)
      }
    })

    it('holds for large bodies, which other threads prepare', async () => {
      const id = await trust('large.example')
      const events = Array.from({ length: 400 }, (_, index) =>
        upload(`https://${index % 2 === 0 ? 'large' : 'other'}.example/${'x'.repeat(100)}`),
      )
      await server.ingest(events)
      const trusted = async (value: boolean) => {
        const filters = [
          { term: 'risk.trusted', operator: 'IS', value },
          { term: 'event.id', operator: 'IS_ANY', value: events.map(({ event }) => event.id) },
        ]
        const answer = await server.post('/v2/file-events', { groups: [{ filterClause: 'AND', filters }] })
        return answer.json<{ totalCount: number }>().totalCount
      }
      expect([await trusted(true), await trusted(false)]).toEqual([200, 200])
      await server.request('DELETE', `${list}/${id}`)
    })

    it('is not what an agent claims', async () => {
      const event = {
        ...upload('https://claimed.example/'),
        risk: { trusted: true, trustReason: 'Trusted browser URL' },
      }
      const registration = { hostname: 'ws', operatingSystem: 'Linux', agentVersion: '2.0', userEmail: 'a@b.example' }
      const agent = (await server.post('/v1/spillway/agents', registration)).json<object>()
      const { access_token: token } = (await server.post('/v1/spillway/agents/token', agent, { token: null })).json<{
        access_token: string
      }>()
      expect((await server.post('/v1/ingest/file-events', [event], { token })).status).toBeLessThan(300)
      expect(await riskOf(event.event.id)).toMatchObject({
        trusted: false,
        untrustedValues: { domains: ['claimed.example'] },
      })
    })

    it('is written into the audit log with who changed what', async () => {
      const id = await trust('audited.example')
      await server.request('PATCH', `${list}/${id}`, { body: { description: 'told' } })
      await server.request('DELETE', `${list}/${id}`)
      const recorded = async () => {
        const rows = await control.db
          .selectFrom('audit_record')
          .select(['record', 'actor_name'])
          .orderBy('seq')
          .execute()
        return rows
          .map(({ record, actor_name }) => ({ record: JSON.parse(record) as Record<string, unknown>, actor_name }))
          .filter(({ record }) => record.activityId === id)
          .map(({ record, actor_name }) => [record.type$, actor_name, record.value, record.description])
      }
      await expect.poll(recorded).toEqual([
        ['audit_log::trusted_activity_created/1', server.admin.username, 'audited.example', null],
        ['audit_log::trusted_activity_updated/1', server.admin.username, 'audited.example', 'told'],
        ['audit_log::trusted_activity_deleted/1', server.admin.username, 'audited.example', 'told'],
      ])
    })
  },
)
