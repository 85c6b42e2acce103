import { once } from 'node:events'
import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

interface Sent {
  readonly notifications: { readonly notificationId: string; readonly state: string; readonly reason: string | null }[]
}

/** A mail server that keeps what it takes, and can be told to refuse. */
const listen = async () => {
  const taken: { readonly to: readonly string[]; readonly content: string }[] = []
  const moods: { code: number | null } = { code: null }
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], disableReverseLookup: true },
    onRcptTo: (_, __, done) =>
      moods.code === null ? done() : done(Object.assign(new Error('Not now'), { responseCode: moods.code })),
    onData: async (stream, { envelope }, done) => {
      taken.push({ to: envelope.rcptTo.map(({ address }) => address), content: (await stream.toArray()).join('') })
      done()
    },
  })
  server.on('error', () => undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { taken, moods, port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('lessons by mail, on $dialect', ({ open }) => {
  let mail: Awaited<ReturnType<typeof listen>>
  let server: TestServer
  let store: ControlStore
  beforeAll(async () => {
    mail = await listen()
    store = await open()
    const settings = { mailServer: `smtp://127.0.0.1:${mail.port}`, mailUnencrypted: true, mailFrom: 's@example.com' }
    server = await startTestServer({ openControl: async () => store, config: { limits: 'off', ...settings } })
  })
  afterAll(async () => {
    await server.close()
    await mail.close()
  })

  let people = 0
  const person = async (facts: object = {}) => {
    const name = `person${++people}@example.com`
    const { users } = (await server.get('/api/v1/User')).json<{ data: { users: { orgUid: string }[] } }>().data
    const user = { orgUid: users[0]?.orgUid, username: name, email: name, firstName: '<Ada>', ...facts }
    const made = (await server.post('/api/v1/User', user)).json<{ data: { userUid: string } }>()
    return { id: made.data.userUid, name }
  }
  const send = async (actorId: string, lesson = 'source-code') => {
    const body = { actorIds: [actorId], messagingMethod: 'Email' }
    return (await server.post(`/v1/spillway/lessons/${lesson}/send`, body)).json<Sent>().notifications
  }
  const listed = async (query: string) =>
    (await server.get(`/v1/spillway/lesson-notifications?${query}`)).json<Sent>().notifications
  const until = (work: () => Promise<void>) => vi.waitFor(work, { timeout: 10_000, interval: 20 })
  const alertOf = async (actor: string) => {
    const groups = [{ filters: [{ term: 'Actor', operator: 'IS', value: actor }], filterClause: 'AND' }]
    const found = await server.post('/v1/alerts/query-alerts', { groups, groupClause: 'AND', pgNum: 0, pgSize: 9 })
    return found
      .json<{ alerts: { id: string; state: string; name: string }[] }>()
      .alerts.find(({ name }) => name === 'Mails')
  }
  const leaves = (email: string, name: string) =>
    server.ingest([
      {
        ...{ '@timestamp': server.clock().toISOString(), user: { email }, file: { name, sizeInBytes: 4 } },
        event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
        destination: { category: 'Source Code Repository', name: 'GitHub' },
      },
    ])

  it('say what happened, in plain words and as HTML, and are sent once', async () => {
    const education = { lessonId: 'source-code', messagingMethod: 'Email', isAutoDismissAlertEnabled: true }
    const vectors = { fileUpload: { sourceCodeRepository: { observeAll: true } } }
    await server.post('/v1/spillway/rules', { name: 'Mails', vectors, education })
    const { id, name } = await person()
    await leaves(name, '<b>main</b>.ts')
    await until(async () => expect(await listed(`actorId=${id}`)).toMatchObject([{ state: 'SENT', reason: null }]))
    const [{ notificationId } = { notificationId: '' }] = await listed(`actorId=${id}`)
    expect(mail.taken).toHaveLength(1)
    expect(mail.taken[0]?.to).toEqual([name])
    const content = mail.taken[0]?.content.replaceAll(/=\r\n/g, '') ?? ''
    expect(content).toContain(`Message-ID: <${notificationId}@example.com>`)
    expect(content).toContain('Subject: Source code outside the company')
    expect(content).toMatch(/^Hi <Ada>,\r$/m)
    expect(content).toContain('we noticed that <b>main</b>.ts went to GitHub.')
    expect(content).toContain('<p>Hi &lt;Ada&gt;,</p>')
    expect(content).toContain('we noticed that &lt;b&gt;main&lt;/b&gt;.ts went to GitHub.')
    expect(await alertOf(name)).toMatchObject({ state: 'RESOLVED' })
    // Nothing of it is for clients that deliver.
    expect((await server.get('/v1/instructor/notification?include_fetched=true')).json()).toEqual({
      items: [],
      totalCount: 0,
    })
  })

  it('are sent again while the mail server is not ready, with the same id', async () => {
    const before = mail.taken.length
    const { id } = await person()
    mail.moods.code = 451
    await send(id)
    await until(async () =>
      expect(await listed(`actorId=${id}`)).toMatchObject([
        { state: 'WAITING', reason: expect.stringContaining('Not now') },
      ]),
    )
    expect(mail.taken).toHaveLength(before)
    mail.moods.code = null
    server.clock.advance(150)
    await until(async () => expect(await listed(`actorId=${id}`)).toMatchObject([{ state: 'SENT', reason: null }]))
    expect(mail.taken).toHaveLength(before + 1)
  })

  it('that cannot be delivered say why, and open the alert again that was dismissed with them', async () => {
    const { id, name } = await person()
    mail.moods.code = 550
    await leaves(name, 'main.ts')
    await until(async () => expect(await listed(`actorId=${id}`)).toMatchObject([{ state: 'UNDELIVERABLE' }]))
    expect(await listed(`actorId=${id}`)).toMatchObject([
      { isAlertDismissed: false, reason: expect.stringContaining('Not now') },
    ])
    expect(await alertOf(name)).toMatchObject({ state: 'OPEN' })
    mail.moods.code = null
  })

  it('go to no address but that of an active user', async () => {
    const before = mail.taken.length
    const gone = await person()
    await server.post(`/v1/users/${gone.id}/deactivate`)
    expect(await send(gone.id)).toMatchObject([
      { state: 'UNDELIVERABLE', reason: expect.stringContaining('no active user') },
    ])
    const stranger = 'somebody@elsewhere.example'
    await leaves(stranger, 'main.ts')
    await until(async () => expect(await alertOf(stranger)).toMatchObject({ state: 'OPEN' }))
    const { notifications } = (await server.get('/v1/spillway/lesson-notifications?limit=1')).json<Sent>()
    expect(notifications).toMatchObject([{ actorName: stranger, state: 'UNDELIVERABLE' }])
    expect(mail.taken).toHaveLength(before)
  })
})
