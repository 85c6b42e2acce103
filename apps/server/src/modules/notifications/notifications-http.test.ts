import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  certificateAuthority,
  type Mailed,
  mailReceiver,
  type Receiver,
  syslogReceiver,
  webhookReceiver,
} from './test-support/receivers.ts'

const channelsPath = '/v1/spillway/notification-channels'
const notificationsPath = '/v1/spillway/notifications'

interface Channel {
  readonly id: string
  readonly secret: string | null
}
interface Told {
  readonly id: string
  readonly state: string
  readonly attempts: number
  readonly problem: string | null
  readonly channelId: string
  readonly alertId: string
  readonly recipient: string | null
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('notifications on $dialect', ({ open }) => {
  const directory = mkdtempSync(join(tmpdir(), 'spillway-notifications-'))
  let server: TestServer
  let mail: Receiver<Mailed>
  const closing: { close(): Promise<unknown> }[] = []
  beforeAll(async () => {
    mail = await mailReceiver()
    const mailCertificateAuthority = join(directory, 'authority.pem')
    writeFileSync(mailCertificateAuthority, certificateAuthority)
    server = await startTestServer({
      openControl: open,
      config: {
        ...{ limits: 'off', notificationReach: 'local', notificationFirstRetry: 1_000 },
        ...{ mailServer: `smtp://127.0.0.1:${mail.port}`, mailFrom: 'spillway@example.com', mailCertificateAuthority },
      },
    })
    await server.post('/v1/spillway/rules', { ...rule, name: 'Quiet', severity: 'Low', vectors: toDropbox })
  })
  afterAll(async () => {
    await server.close()
    await mail.close()
    rmSync(directory, { recursive: true })
  })
  afterEach(async () => {
    for (const { id } of (await server.get(channelsPath)).json<{ channels: Channel[] }>().channels)
      await server.request('DELETE', `${channelsPath}/${id}`)
    for (const each of closing.splice(0)) await each.close()
  })

  const rule = { severity: 'High', vectors: { removableMedia: { isEnabled: true } } }
  const toDropbox = { fileUpload: { cloudStorage: { destinations: ['Dropbox'] } } }
  let people = 0
  const somebody = () => `person${++people}@example.com`
  const leaves = (email: string, more: object) =>
    server.ingest([{ '@timestamp': '2026-01-20T10:00:00Z', user: { email }, file: { name: 'a.txt' }, ...more }])
  /** One alert, of the rule called Quiet. */
  const raise = async (email = somebody()) => {
    await leaves(email, {
      event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
      destination: { category: 'Cloud Storage', name: 'Dropbox' },
    })
    return email
  }
  const until = <Value>(check: () => Promise<Value> | Value): Promise<Value> =>
    vi.waitFor(check, { timeout: 8_000, interval: 20 })
  const opened = async <Each extends { close(): Promise<unknown> }>(receiver: Promise<Each>): Promise<Each> => {
    const one = await receiver
    closing.unshift(one)
    return one
  }
  const webhookTo = (port: number, path = '/hook') => ({
    ...{ kind: 'webhook', url: `https://127.0.0.1:${port}${path}`, certificateAuthority },
  })
  const create = async (target: object, more: object = {}) => {
    const answer = await server.post(channelsPath, { name: `to ${++people}`, target, ...more })
    expect([answer.status, answer.text]).toEqual([201, expect.anything()])
    return answer.json<Channel>()
  }
  const list = async (query = '') =>
    (await server.get(`${notificationsPath}${query}`)).json<{ notifications: Told[]; next: string | null }>()
  const settled = (channelId: string, state: string, count = 1) =>
    until(async () => {
      const { notifications } = await list(`?channelId=${channelId}&state=${state}`)
      expect(notifications).toHaveLength(count)
      return notifications
    })

  /** What metrics tell of a kind of channel. */
  const counted = async (kind: string) => {
    const { text } = await server.get('/metrics', { token: null })
    const found = text.matchAll(/^spillway_notifications\{kind="(\w+)",state="(\w+)"\} (\d+)$/gm)
    const figures = [...found].map(([, of, state, count]) => ({ of, state, count: Number(count) }))
    expect(figures).toHaveLength(10)
    const [waiting, dead] = ['waiting', 'dead'].map((state) =>
      figures.find((figure) => figure.of === kind && figure.state === state),
    )
    return { waiting: waiting?.count, dead: dead?.count }
  }

  it('reach a webhook once for each new alert, signed, the id in header and body', async () => {
    const hook = await opened(webhookReceiver())
    const { id, secret } = await create(webhookTo(hook.port))
    const email = await raise()
    const [told] = await settled(id, 'delivered')
    const [posted] = hook.taken
    expect(hook.taken).toHaveLength(1)
    expect(JSON.parse(posted?.body ?? '')).toMatchObject({
      ...{ id: told?.id, type: 'alert.created', timestamp: server.clock().toISOString() },
      data: { alertId: told?.alertId, actor: email, name: 'Quiet', severity: 'LOW', ruleVersion: 1, watchlists: [] },
    })
    expect(posted?.headers).toMatchObject({ 'webhook-id': told?.id, 'content-type': 'application/json' })
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
    const { Webhook } = await import('standardwebhooks')
    vi.useFakeTimers({ now: server.clock(), toFake: ['Date'] })
    try {
      const verify = (key: string) => new Webhook(key).verify(posted?.body ?? '', posted?.headers as never)
      expect(verify(secret ?? '')).toMatchObject({ id: told?.id })
      expect(() => verify(`whsec_${Buffer.alloc(32).toString('base64')}`)).toThrow()
    } finally {
      vi.useRealTimers()
    }
    // The alert grows: nobody is told again.
    await raise(email)
    await raise()
    await settled(id, 'delivered', 2)
    expect(hook.taken).toHaveLength(2)
    expect((await server.get(`${notificationsPath}/${told?.id}`)).json()).toMatchObject({
      message: JSON.parse(posted?.body ?? ''),
    })
  })

  it('are tried again with growing pauses, the same bytes under the same id', async () => {
    const hook = await opened(
      webhookReceiver((_, reply, { length }) => void (length < 4 ? reply.destroy() : reply.writeHead(200).end('ok'))),
    )
    const { id } = await create(webhookTo(hook.port))
    await raise()
    for (const [tries, pause] of [
      [1, 1],
      [2, 3],
      [3, 9],
    ] as const) {
      await until(async () => {
        const [told] = (await list(`?channelId=${id}`)).notifications
        expect(told).toMatchObject({ state: 'waiting', attempts: tries, problem: expect.any(String) })
      })
      expect(hook.taken).toHaveLength(tries)
      server.clock.advance(pause)
    }
    await settled(id, 'delivered')
    expect(new Set(hook.taken.map(({ body }) => body)).size).toBe(1)
    expect(new Set(hook.taken.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('wait as long as the receiver asks, and follow no redirect', async () => {
    const hook = await opened(
      webhookReceiver((_, reply, { length }) => {
        if (length === 1) reply.writeHead(429, { 'retry-after': '600' }).end('x'.repeat(1_000_000))
        else if (length === 2) reply.writeHead(307, { location: '/elsewhere' }).end()
        else reply.writeHead(201).end()
      }),
    )
    const { id } = await create(webhookTo(hook.port))
    await raise()
    const asked = await until(async () => {
      const [told] = (await list(`?channelId=${id}`)).notifications
      expect(told).toMatchObject({ attempts: 1, problem: 'It answered 429' })
      return told as Told & { nextAttemptAt: string }
    })
    expect(Date.parse(asked.nextAttemptAt)).toBe(server.clock().getTime() + 600_000)
    server.clock.advance(600)
    await until(async () => {
      const [told] = (await list(`?channelId=${id}`)).notifications
      expect(told).toMatchObject({ attempts: 2, problem: expect.stringContaining('redirects') })
    })
    server.clock.advance(10)
    await settled(id, 'delivered')
    expect(hook.taken).toHaveLength(3)
  })

  it('are given up when the receiver is gone or time is over, and sent again when asked', async () => {
    let isThere = false
    const hook = await opened(webhookReceiver((_, reply) => void reply.writeHead(isThere ? 200 : 410).end()))
    const { id } = await create(webhookTo(hook.port))
    await raise()
    await raise()
    await raise()
    const dead = await settled(id, 'dead', 3)
    expect(dead[0]).toMatchObject({ attempts: 1, problem: 'It answered 410' })
    expect(await counted('webhook')).toEqual({ waiting: 0, dead: 3 })
    isThere = true
    const one = await server.post(`${notificationsPath}/${dead[0]?.id}/replay`)
    expect([one.status, one.json()]).toMatchObject([200, { state: 'waiting', attempts: 0 }])
    await settled(id, 'delivered')
    const { replayed } = (await server.post(`${notificationsPath}/replay`, { channelId: id })).json<{
      replayed: number
    }>()
    expect(replayed).toBe(2)
    await settled(id, 'delivered', 3)
    expect(new Set(hook.taken.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
    // One that was delivered may be asked for again: the receiver lost it.
    await server.post(`${notificationsPath}/${dead[0]?.id}/replay`)
    await until(() => expect(hook.taken).toHaveLength(7))

    const silent = await create({ ...webhookTo(1), url: 'https://127.0.0.1:1/' })
    await raise()
    await until(async () => expect((await list(`?channelId=${silent.id}`)).notifications[0]?.attempts).toBe(1))
    await until(async () => expect(await counted('webhook')).toEqual({ waiting: 1, dead: 0 }))
    server.clock.advance(73 * 60 * 60)
    const [late] = await settled(silent.id, 'dead')
    expect(late).toMatchObject({ attempts: 2, problem: expect.stringContaining('ECONNREFUSED') })
    await server.request('DELETE', `${channelsPath}/${silent.id}`)
    const [told] = (await list(`?channelId=${silent.id}`)).notifications
    expect((await server.post(`${notificationsPath}/${told?.id}/replay`)).status).toBe(409)
    expect(await counted('webhook')).toEqual({ waiting: 0, dead: 0 })
    expect((await counted('removed')).dead).toBeGreaterThan(0)
  })

  it('reach people by mail: those of a channel, and those whom the rule names', async () => {
    const { id } = await create({ kind: 'mail', recipients: ['soc@example.com', 'nobody@example.com'] })
    const contacts = [
      { isEnabled: true, type: 'EMAIL', address: 'owner@example.com' },
      { isEnabled: false, type: 'EMAIL', address: 'former@example.com' },
      { isEnabled: true, type: 'EMAIL', address: 'nobody@example.com' },
    ]
    await server.post('/v1/spillway/rules', {
      ...rule,
      name: 'Stick',
      filters: { fileName: { patterns: ['secret.*'] } },
      notifications: { isEnabled: true, contacts },
    })
    const email = somebody()
    await leaves(email, {
      event: { action: 'removable-media-created', observer: 'Endpoint' },
      destination: { category: 'Device', name: 'Removable Media' },
      file: { name: 'secret.txt' },
    })
    const [told] = await settled(id, 'delivered')
    expect(told?.problem).toBe('Refused: nobody@example.com')
    const [owner] = await settled('contacts', 'delivered')
    const [nobody] = await settled('contacts', 'dead')
    expect([owner?.recipient, nobody?.recipient]).toEqual(['owner@example.com', 'nobody@example.com'])
    expect(mail.taken.map(({ to }) => to).toSorted()).toEqual([['owner@example.com'], ['soc@example.com']])
    const letter = mail.taken.find(({ to }) => to.includes('owner@example.com'))?.content ?? ''
    expect(letter).toContain(`Message-ID: <${owner?.id}@example.com>`)
    expect(letter).toContain(`[HIGH] Stick: ${email}`)
  })

  it.each(['tls', 'tcp'] as const)('reach a syslog receiver over %s, in CEF and in JSON', async (transport) => {
    const log = await opened(syslogReceiver(transport))
    const target = { kind: 'syslog', host: '127.0.0.1', port: log.port, transport, certificateAuthority }
    const cef = await create(target)
    const json = await create({ ...target, format: 'json', facility: 4 })
    const email = await raise(`o'neil|a=b\\${somebody()}`)
    const [asCef] = await settled(cef.id, 'delivered')
    const [asJson] = await settled(json.id, 'delivered')
    const [first = '', second = ''] = log.taken.toSorted((left, right) => right.localeCompare(left))
    const at = server.clock().toISOString()
    const [cefLine = '', jsonLine = ''] = first.includes('CEF') ? [first, second] : [second, first]
    expect(cefLine).toMatch(new RegExp(`^<133>1 ${at} \\S+ spillway - alert.created - CEF:0\\|Spillway\\|Spillway\\|`))
    expect(cefLine).toContain('|Quiet|3|')
    expect(cefLine).toContain(`externalId=${asCef?.id} `)
    expect(cefLine).toContain(`suser=${email.replaceAll(/[\\=]/g, '\\$&')} `)
    expect(jsonLine).toMatch(/^<37>1 /)
    expect(JSON.parse(jsonLine.slice(jsonLine.indexOf('{')))).toMatchObject({ id: asJson?.id, data: { actor: email } })
  })

  it('go where the channel asks for such alerts', async () => {
    const hook = await opened(webhookReceiver())
    const target = webhookTo(hook.port)
    const { rules } = (await server.get('/v1/spillway/rules')).json<{ rules: { id: string; name: string }[] }>()
    const quiet = rules.find(({ name }) => name === 'Quiet')?.id ?? ''
    const { watchlistId } = (await server.post('/v2/watchlists', { watchlistType: 'CUSTOM', title: 'Some' })).json<{
      watchlistId: string
    }>()
    const told = await create(target, { filter: { ruleIds: [quiet] } })
    const others = [
      await create(target, { filter: { minimumSeverity: 'Medium' } }),
      await create(target, { filter: { ruleIds: ['another'] } }),
      await create(target, { filter: { watchlistIds: [watchlistId] } }),
      await create(target, { isEnabled: false }),
    ]
    await raise()
    await settled(told.id, 'delivered')
    for (const { id } of others) expect((await list(`?channelId=${id}`)).notifications).toEqual([])
  })

  it('are tested at once, with how it went', async () => {
    const hook = await opened(webhookReceiver())
    const { id } = await create(webhookTo(hook.port), { isEnabled: false })
    const tested = (await server.post(`${channelsPath}/${id}/test`)).json<{ id: string }>()
    expect(tested).toMatchObject({ isDelivered: true, problem: null })
    expect(JSON.parse(hook.taken[0]?.body ?? '')).toMatchObject({ id: tested.id, type: 'test' })
    const untrusted = await create({ ...webhookTo(hook.port), certificateAuthority: null })
    expect((await server.post(`${channelsPath}/${untrusted.id}/test`)).json()).toMatchObject({
      ...{ isDelivered: false, problem: expect.stringMatching(/self.signed/) },
    })
  })

  it('are signed by the old secret beside the new for a day after a rotation', async () => {
    const hook = await opened(webhookReceiver())
    const { id, secret } = await create(webhookTo(hook.port))
    const rotated = (await server.post(`${channelsPath}/${id}/rotate-secret`)).json<Channel>()
    expect(rotated.secret).not.toBe(secret)
    await server.post(`${channelsPath}/${id}/test`)
    server.clock.advance(24 * 60 * 60 + 1)
    await server.post(`${channelsPath}/${id}/test`)
    const signatures = hook.taken.map(({ headers }) => String(headers['webhook-signature']).split(' ').length)
    expect(signatures).toEqual([2, 1])
    expect((await server.get(`${channelsPath}/${id}`)).text).not.toContain('whsec_')
  })

  it.each([
    [{ kind: 'webhook', url: 'https://169.254.169.254/latest' }, 'body.target.url'],
    [{ kind: 'webhook', url: 'https://[::ffff:169.254.169.254]/' }, 'body.target.url'],
    [{ kind: 'webhook', url: 'ftp://example.com/' }, 'body.target.url'],
    [{ kind: 'webhook', url: 'https://me:secret@example.com/' }, 'body.target.url'],
    [{ kind: 'webhook', url: 'https://example.com/', certificateAuthority: 'x' }, 'body.target.certificateAuthority'],
    [{ kind: 'mail', recipients: ['a@example.com\nBcc: b@example.com'] }, 'body.target.recipients[0]'],
    [{ kind: 'syslog', host: 'a b', port: 514 }, 'body.target.host'],
    [{ kind: 'pigeon' }, 'body.target.kind'],
  ])('refuse the target %j', async (target, field) => {
    const answer = await server.post(channelsPath, { name: 'x', target })
    expect([answer.status, answer.json()]).toMatchObject([400, { field }])
  })

  it('are managed by who may, and who may read alerts', async () => {
    const target = { kind: 'mail', recipients: ['a@example.com'] }
    const status = async (permissions: string[], method: string, path: string, body?: object) => {
      const token = await server.token(await server.apiClient(permissions))
      return (await server.request(method, path, { token, body })).status
    }
    const draft = { name: 'mine', target }
    expect(await status(['notifications.write'], 'POST', channelsPath, draft)).toBe(403)
    expect(await status(['alerts.read'], 'POST', channelsPath, draft)).toBe(403)
    expect(await status(['notifications.write', 'alerts.read'], 'POST', channelsPath, draft)).toBe(201)
    expect(await status(['notifications.write', 'alerts.read'], 'POST', channelsPath, draft)).toBe(409)
    expect(await status(['notifications.write'], 'GET', channelsPath)).toBe(403)
    expect(await status(['notifications.read'], 'GET', notificationsPath)).toBe(200)
    const [told] = (await list()).notifications
    expect(await status(['notifications.read'], 'GET', `${notificationsPath}/${told?.id}`)).toBe(403)
    expect((await server.get(`${notificationsPath}/none`)).status).toBe(404)
  })

  it('are listed page by page', async () => {
    const all = (await list()).notifications.map(({ id }) => id)
    const paged: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page = await list(`?limit=3&after=${encodeURIComponent(after)}`)
      paged.push(...page.notifications.map(({ id }) => id))
      after = page.next
    }
    expect(paged).toEqual(all)
    expect(all.length).toBeGreaterThan(6)
  })
})
