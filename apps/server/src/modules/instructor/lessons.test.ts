import { prebuiltLessons } from '@spillway/content'
import { lessonLimits } from '@spillway/contract'
import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Lesson {
  readonly id: string
  readonly title: string
}
interface Problem {
  readonly field: string
  readonly detail: string
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('lessons on $dialect', ({ open }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ openControl: open, config: { limits: 'off' } })
  })
  afterAll(() => server.close())

  const path = '/v1/spillway/lessons'
  const draft = {
    ...{
      title: 'Drones',
      description: 'For the hangar',
      subject: 'About drones',
      mediaUrl: 'https://example.com/film',
    },
    message: 'Hi {{firstName}},\n\n{{fileName}} flew to {{destination}}.\nSee {{ mediaUrl }}',
  }
  const create = (more: object = {}) => server.post(path, { ...draft, ...more })
  const list = async () => (await server.get(path)).json<{ lessons: Lesson[] }>().lessons
  const rule = (education: object, name = 'Teaches') => server.post('/v1/spillway/rules', { name, education })

  it('come with Spillway, and cannot be changed', async () => {
    expect((await list()).map(({ id }) => id)).toEqual(prebuiltLessons.map(({ id }) => id))
    const one = `${path}/removable-media`
    expect((await server.get(one)).json()).toMatchObject({ id: 'removable-media', type: 'PREBUILT', mediaUrl: null })
    expect((await server.request('PUT', one, { body: draft })).status).toBe(409)
    expect((await server.request('DELETE', one)).status).toBe(409)
  })

  it('are written, read, replaced and removed', async () => {
    const made = await create()
    expect(made.status).toBe(201)
    const { id } = made.json<Lesson>()
    expect(made.json()).toMatchObject({ ...draft, type: 'CUSTOM', createdBy: server.admin.username })
    const changed = await server.request('PUT', `${path}/${id}`, {
      body: { title: 'Kites', subject: 'About kites', message: 'Hello' },
    })
    expect(changed.json()).toMatchObject({ id, title: 'Kites', description: null, mediaUrl: null, message: 'Hello' })
    expect((await list()).map(({ title }) => title)).toContain('Kites')
    expect((await server.request('DELETE', `${path}/${id}`)).status).toBe(204)
    for (const method of ['GET', 'DELETE']) expect((await server.request(method, `${path}/${id}`)).status).toBe(404)
    expect((await list()).map(({ title }) => title)).not.toContain('Kites')
    // Whoever is still to deliver it can read it.
    expect((await server.get(`/v1/instructor/lesson/${id}`)).json()).toMatchObject({ lessonId: id, title: 'Kites' })
  })

  it.each([
    ['body.title', { title: ' ' }],
    ['body.title', { title: 'x'.repeat(lessonLimits.title + 1) }],
    ['body.description', { description: 'x'.repeat(lessonLimits.description + 1) }],
    ['body.description', { description: 'a\u0001' }],
    ['body.subject', { subject: 'a\r\nBcc: everybody@example.com' }],
    ['body.subject', { subject: 'Hi {{firstName}}' }],
    ['body.message', { message: '' }],
    ['body.message', { message: 'x'.repeat(lessonLimits.message + 1) }],
    ['body.message', { message: 'a\u0001b' }],
    ['body.message', { message: 'Dear {{lastName}}' }],
    ['body.message', { message: 'Dear {{firstName}' }],
    ['body.mediaUrl', { mediaUrl: null }],
    ['body.mediaUrl', { mediaUrl: 'http://example.com' }],
    ['body.mediaUrl', { mediaUrl: 'javascript:alert(1)' }],
    ['body.colour', { colour: 'red' }],
  ])('are refused, naming %s', async (field, more) => {
    const answer = await create(more)
    expect([answer.status, answer.json<Problem>().field]).toEqual([400, field])
  })

  it('are read by clients that deliver as they were written, with times in milliseconds', async () => {
    const { id } = (await create()).json<Lesson>()
    const { title, description, subject, message, mediaUrl } = draft
    const at = server.clock().getTime()
    expect((await server.get(`/v1/instructor/lesson/${id}`)).json()).toEqual({
      ...{ lessonId: id, type: 'CUSTOM', title, description, subject, message, mediaUrl },
      ...{ createdAt: at, updatedAt: at },
    })
    expect((await server.get('/v1/instructor/lesson/nothing')).status).toBe(404)
  })

  it('are named by rules only where they can be sent', async () => {
    const refusedAt = async (education: object) => (await rule(education)).json<Problem>()
    expect(await refusedAt({ lessonId: 'none', messagingMethod: 'ThirdPartyIntegration' })).toMatchObject({
      field: 'body.education.lessonId',
      detail: 'There is no lesson none',
    })
    for (const messagingMethod of ['Slack', 'Teams', 'Email'])
      expect(await refusedAt({ lessonId: 'source-code', messagingMethod })).toMatchObject({
        field: 'body.education.messagingMethod',
        detail: expect.stringContaining('ThirdPartyIntegration'),
      })
    expect((await rule({ lessonId: null, messagingMethod: 'Slack' }, 'No lesson')).status).toBe(201)
    const { id } = (await create()).json<Lesson>()
    const made = await rule({ lessonId: id, messagingMethod: 'ThirdPartyIntegration' })
    expect(made.status).toBe(201)
    const ruleId = made.json<{ id: string }>().id
    const replaced = await server.request('PUT', `/v1/spillway/rules/${ruleId}`, {
      body: { name: 'Teaches', education: { lessonId: 'none', messagingMethod: 'ThirdPartyIntegration' } },
    })
    expect(replaced.json()).toMatchObject({ status: 400, field: 'body.education.lessonId' })
    const removed = await server.request('DELETE', `${path}/${id}`)
    expect(removed.json()).toMatchObject({ status: 409, detail: 'The rule Teaches sends this lesson' })
    await server.request('DELETE', `/v1/spillway/rules/${ruleId}`)
    expect((await server.request('DELETE', `${path}/${id}`)).status).toBe(204)
  })

  it('are set for watchlists', async () => {
    const { watchlistId } = (await server.post('/v2/watchlists', { watchlistType: 'CUSTOM', title: 'Pilots' })).json<{
      watchlistId: string
    }>()
    const place = `/v1/spillway/watchlists/${watchlistId}/lesson`
    const set = (body: object, at = place) => server.request('PUT', at, { body })
    expect((await server.get(place)).status).toBe(404)
    expect((await server.request('DELETE', place)).status).toBe(404)
    const { id: lessonId } = (await create()).json<Lesson>()
    const made = await set({ lessonId, messagingMethod: 'ThirdPartyIntegration' })
    expect(made.json()).toMatchObject({ watchlistId, lessonId, since: server.clock().toISOString() })
    expect((await set({ lessonId: 'none', messagingMethod: 'ThirdPartyIntegration' })).json()).toMatchObject({
      field: 'body.lessonId',
    })
    expect((await set({ lessonId, messagingMethod: 'Slack' })).status).toBe(400)
    const removed = await server.request('DELETE', `${path}/${lessonId}`)
    expect(removed.json()).toMatchObject({ status: 409, detail: 'A watchlist sends this lesson' })
    expect((await server.request('DELETE', place)).status).toBe(204)
    expect((await server.request('DELETE', `${path}/${lessonId}`)).status).toBe(204)
    const elsewhere = '/v1/spillway/watchlists/nowhere/lesson'
    expect((await set({ lessonId: 'source-code', messagingMethod: 'ThirdPartyIntegration' }, elsewhere)).status).toBe(
      404,
    )
  })

  it('are for those who may', async () => {
    const reader = await server.apiClient(['lessons.read'])
    const token = await server.token(reader)
    expect((await server.get(path, { token })).status).toBe(200)
    expect((await server.post(path, draft, { token })).status).toBe(403)
    expect((await server.post(`${path}/source-code/send`, {}, { token })).status).toBe(403)
    expect((await server.get('/v1/instructor/lesson/source-code', { token })).status).toBe(200)
    expect((await server.get('/v1/instructor/notification', { token })).status).toBe(403)
    const deliverer = await server.token(await server.apiClient(['lessons.deliver']))
    expect((await server.get('/v1/instructor/notification', { token: deliverer })).status).toBe(200)
  })
})
