import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

interface Item {
  readonly notificationId: string
  readonly lessonId: string
  readonly actorId: string
  readonly actorName: string
  readonly alertId: string | null
  readonly createdAt: number
  readonly fetchedAt: number | null
}
interface Fetched {
  readonly items: Item[]
  readonly totalCount: number
}
interface Listed {
  readonly notifications: { readonly notificationId: string; readonly state: string; readonly actorName: string }[]
  readonly next: string | null
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
  'lessons for clients that deliver, on $dialect',
  (on) => {
    let server: TestServer
    let store: ControlStore
    beforeAll(async () => {
      store = await on.open()
      server = await startTestServer({ openControl: async () => store, config: { limits: 'off' } })
    })
    afterAll(() => server.close())

    const fetched = async (query = '') => (await server.get(`/v1/instructor/notification${query}`)).json<Fetched>()
    const sent = async (query = '') => (await server.get(`/v1/spillway/lesson-notifications${query}`)).json<Listed>()
    const send = (body: object, lesson = 'source-code') =>
      server.post(`/v1/spillway/lessons/${lesson}/send`, { messagingMethod: 'ThirdPartyIntegration', ...body })

    let people = 0
    let orgUid: string | undefined
    const person = async () => {
      const name = `person${++people}@example.com`
      orgUid ??= (await server.get('/api/v1/User')).json<{ data: { users: { orgUid: string }[] } }>().data.users[0]
        ?.orgUid
      const made = await server.post('/api/v1/User', { orgUid, username: name, email: name, firstName: 'Ada' })
      return { id: made.json<{ data: { userUid: string } }>().data.userUid, name }
    }
    const code = (email: string, minute = 0, name = 'main.ts') => ({
      '@timestamp': new Date(Date.parse('2026-01-20T10:00:00Z') + minute * 60_000).toISOString(),
      user: { email },
      event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
      file: { name, sizeInBytes: 4_000 },
      destination: { category: 'Source Code Repository', name: 'GitHub' },
    })
    const alertsOf = async (actor: string) =>
      (
        await server.post('/v1/alerts/query-alerts', {
          ...{ groups: [{ filters: [{ term: 'Actor', operator: 'IS', value: actor }], filterClause: 'AND' }] },
          ...{ groupClause: 'AND', pgNum: 0, pgSize: 100, srtKey: 'CreatedAt', srtDirection: 'DESC' },
        })
      ).json<{ alerts: { id: string; ruleId: string; state: string; userEducation: object | null }[] }>().alerts
    const judged = (actor: string, ruleId: string) =>
      vi.waitFor(
        async () => {
          const alert = (await alertsOf(actor)).find((each) => each.ruleId === ruleId)
          if (!alert) throw new Error('not judged yet')
          return alert
        },
        { timeout: 10_000, interval: 10 },
      )
    const teaching = async (name: string, education: object) =>
      (
        await server.post('/v1/spillway/rules', {
          ...{ name, vectors: { fileUpload: { sourceCodeRepository: { observeAll: true } } } },
          education: { lessonId: 'source-code', messagingMethod: 'ThirdPartyIntegration', ...education },
        })
      ).json<{ id: string }>().id
    const audited = async (type: string) =>
      (
        await store.db.selectFrom('audit_record').select('record').where('type', '=', `audit_log::${type}/1`).execute()
      ).map(({ record }) => JSON.parse(record) as Record<string, unknown>)

    it('are called for by an alert, once, however it grows, and dismiss it where the rule wants that', async () => {
      const rule = await teaching('Teaches', { isAutoDismissAlertEnabled: true })
      const { id: actorId, name } = await person()
      await server.ingest([code(name)])
      const alert = await judged(name, rule)
      const education = { lessonId: 'source-code', messagingMethod: 'ThirdPartyIntegration' }
      expect(alert).toMatchObject({
        state: 'RESOLVED',
        userEducation: { ...education, isAutoDismissAlertEnabled: true },
      })
      // Again, and a later alert of the same person.
      await server.ingest([code(name, 1, 'b.ts'), code(name, 61, 'c.ts')])
      const raised = async () => (await alertsOf(name)).filter(({ ruleId }) => ruleId === rule)
      await vi.waitFor(async () => expect(await raised()).toHaveLength(2), { timeout: 10_000, interval: 10 })
      const { items, totalCount } = await fetched()
      const later = items.find(({ alertId }) => alertId !== alert.id)
      expect(totalCount).toBe(2)
      expect(items.toSorted((left) => (left.alertId === alert.id ? -1 : 1))).toEqual([
        {
          ...{ notificationId: expect.any(String), lessonId: 'source-code', tenantId: expect.any(String) },
          ...{ actorId, actorName: name, triggerType: 'ALERT_RULE', ruleId: rule, ruleName: 'Teaches' },
          ...{ alertId: alert.id, sessionId: expect.any(String), watchlistId: null, firstName: 'Ada' },
          ...{ createdAt: server.clock().getTime(), fetchedAt: server.clock().getTime() },
          ...{ fileName: 'main.ts', destination: 'GitHub' },
        },
        { ...later, fileName: 'c.ts' },
      ])
      expect(await fetched()).toEqual({ items: [], totalCount: 0 })
      await vi.waitFor(async () => {
        const told = (await audited('alert_state_changed')).filter(({ alertIds }) => String(alertIds) === alert.id)
        expect(told).toMatchObject([{ actorType: 'SYSTEM', state: 'RESOLVED', lessonId: 'source-code' }])
      }, 10_000)
      await server.request('DELETE', `/v1/spillway/rules/${rule}`)
    })

    it('leave alerts alone that are not to be dismissed', async () => {
      const rule = await teaching('Only teaches', {})
      const { name } = await person()
      await server.ingest([code(name)])
      const alert = await judged(name, rule)
      expect(alert.state).toBe('OPEN')
      expect((await fetched()).items).toMatchObject([{ alertId: alert.id }])
      // By hand there is none for an alert that had its own.
      const again = (await send({ alertId: alert.id })).json<Listed>()
      expect(again.notifications).toMatchObject([{ state: 'FETCHED' }])
      expect((await send({ alertId: alert.id }, 'removable-media')).json<Listed>().notifications).toMatchObject([
        { state: 'WAITING', triggerType: 'MANUAL', alertId: alert.id, sentBy: server.admin.username },
      ])
      expect((await fetched()).items).toMatchObject([
        { lessonId: 'removable-media', alertId: alert.id, fileName: 'main.ts', destination: 'GitHub' },
      ])
      await server.request('DELETE', `/v1/spillway/rules/${rule}`)
    })

    it('are handed out once, to one of many callers', async () => {
      const { id } = await person()
      for (let count = 0; count < 40; count++) await send({ actorIds: [id] })
      const taken = await Promise.all(Array.from({ length: 16 }, () => fetched('?page_size=4')))
      const ids = taken.flatMap(({ items }) => items.map(({ notificationId }) => notificationId))
      expect(ids).toHaveLength(40)
      expect(new Set(ids).size).toBe(40)
      expect(await fetched()).toEqual({ items: [], totalCount: 0 })
    })

    it('are paged through whole by whoever counts pages up', async () => {
      const { id } = await person()
      for (let count = 0; count < 7; count++) await send({ actorIds: [id] })
      const pages = [await fetched('?page_size=3'), await fetched('?page_size=3&page_number=1')]
      pages.push(await fetched('?page_size=3&page_number=2'))
      expect(pages.map(({ items, totalCount }) => [items.length, totalCount])).toEqual([
        [3, 7],
        [3, 4],
        [1, 1],
      ])
      const all = pages.flatMap(({ items }) => items)
      expect(new Set(all.map(({ notificationId }) => notificationId)).size).toBe(7)
      // What was handed out is there for whoever lost it, by pages that stand still.
      const again = await fetched(`?include_fetched=true&actor_id=${id}&page_size=5&page_number=1`)
      expect(again).toEqual({ items: all.slice(5), totalCount: 7 })
    })

    it('are found by time, actor and lesson', async () => {
      const [one, other] = [await person(), await person()]
      const start = server.clock().getTime()
      await send({ actorIds: [one.id, other.id] })
      server.clock.advance(10)
      await send({ actorIds: [one.id] }, 'public-links')
      const found = async (query: string) => {
        const { items, totalCount } = await fetched(query)
        expect(items).toHaveLength(totalCount)
        return items.map(({ actorName, lessonId }) => [actorName, lessonId])
      }
      const later = [[one.name, 'public-links']]
      expect(await found(`?on_or_after=${start + 1}`)).toEqual(later)
      expect(await found(`?on_or_after=${start}&before=${start + 10_000}&actor_id=${other.id}`)).toEqual([
        [other.name, 'source-code'],
      ])
      // A range shows again what it has handed out before.
      expect(await found(`?on_or_after=${start + 1}`)).toEqual(later)
      expect(await found(`?actor_id=${one.id}&lesson_id=source-code`)).toEqual([[one.name, 'source-code']])
      expect(await found('')).toEqual([])
      for (const query of ['page_size=0', 'page_size=501', 'page_number=-1', 'on_or_after=soon', 'before=1e300'])
        expect([query, (await server.get(`/v1/instructor/notification?${query}`)).status]).toEqual([query, 400])
    })

    it('are not handed out to whoever asks for headers alone', async () => {
      await send({ actorIds: [(await person()).id] })
      expect((await server.request('HEAD', '/v1/instructor/notification')).status).toBe(200)
      expect((await fetched()).totalCount).toBe(1)
    })

    it('are sent by hand to people who are there, alone', async () => {
      const reason = async (body: object, lesson?: string) =>
        (await send(body, lesson)).json<{ detail: string }>().detail
      const { id } = await person()
      expect(await reason({ actorIds: [id, '7'] })).toBe('There is no actor 7')
      expect(await reason({ alertId: '7' })).toBe('There is no alert 7')
      expect(await reason({ actorIds: [id], alertId: '7' })).toContain('Either actorIds or alertId')
      expect(await reason({})).toContain('Either actorIds or alertId')
      expect((await send({ actorIds: [id] }, 'nothing')).status).toBe(404)
      expect(await reason({ actorIds: [id], messagingMethod: 'Email' })).toContain('mailServer')
      expect(await fetched()).toEqual({ items: [], totalCount: 0 })
    })

    it('go to whoever joins a watchlist that has one, each time, and to nobody who was on it', async () => {
      const { watchlistId } = (await server.post('/v2/watchlists', { watchlistType: 'DEPARTING_EMPLOYEE' })).json<{
        watchlistId: string
      }>()
      const change = (verb: string, ...ids: string[]) =>
        server.post(`/v2/watchlists/${watchlistId}/included-actors/${verb}`, { actorIds: ids })
      const [member, joiner] = [await person(), await person()]
      await change('add', member.id)
      server.clock.advance(1)
      await server.request('PUT', `/v1/spillway/watchlists/${watchlistId}/lesson`, {
        body: { lessonId: 'departing-employees', messagingMethod: 'ThirdPartyIntegration' },
      })
      const received = async () => {
        const { notifications } = await sent(`?watchlistId=${watchlistId}`)
        return notifications.map(({ actorName }) => actorName)
      }
      server.clock.advance(1)
      await change('add', joiner.id, member.id)
      await vi.waitFor(async () => expect(await received()).toEqual([joiner.name]), 10_000)
      server.clock.advance(1)
      await change('delete', joiner.id, member.id)
      server.clock.advance(1)
      await change('add', joiner.id)
      await vi.waitFor(async () => expect(await received()).toEqual([joiner.name, joiner.name]), 10_000)
      expect((await fetched()).items).toMatchObject([
        { triggerType: 'WATCHLIST', watchlistId, lessonId: 'departing-employees', actorId: joiner.id, alertId: null },
        { triggerType: 'WATCHLIST', actorName: joiner.name },
      ])
    })

    it('are listed to those who look after them, the latest first, for 90 days', async () => {
      const { id, name } = await person()
      for (let count = 0; count < 3; count++) await send({ actorIds: [id] })
      const first = await sent(`?actorId=${id}&limit=2`)
      const rest = await sent(`?actorId=${id}&limit=2&after=${first.next}`)
      expect([first.notifications.length, rest.notifications.length, rest.next]).toEqual([2, 1, null])
      expect(rest.notifications).toMatchObject([{ actorName: name, state: 'WAITING', stateAt: expect.any(String) }])
      expect((await sent(`?actorId=${id}&state=FETCHED`)).notifications).toEqual([])
      server.clock.advance(91 * 24 * 60 * 60)
      expect(await sent(`?actorId=${id}`)).toEqual({ notifications: [], next: null })
      expect(await fetched()).toEqual({ items: [], totalCount: 0 })
      await vi.waitFor(async () => {
        expect(await store.db.selectFrom('lesson_notification').select('seq').execute()).toEqual([])
      }, 10_000)
    })
  },
)
