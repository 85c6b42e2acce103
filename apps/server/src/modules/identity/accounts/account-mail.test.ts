import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer } from '@spillway/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMailer } from '../../../platform/mail.ts'
import {
  certificateAuthority,
  type Mailed,
  mailReceiver,
  type Receiver,
} from '../../notifications/test-support/receivers.ts'
import { type PeopleServer, password, startPeopleServer } from '../test-support/people-server.ts'
import { createOutbox } from './outbox.ts'
import { postLimits } from './post.ts'

const directory = mkdtempSync(join(tmpdir(), 'spillway-account-mail-'))
const file = join(directory, 'authority.pem')
writeFileSync(file, certificateAuthority)
afterAll(() => rmSync(directory, { recursive: true }))

const own = '/v1/spillway'
const day = 24 * 60 * 60
const chosen = 'what the user chose'

/** What a person reads in a mail. */
const read = ({ content }: Mailed) => {
  const text = content.replaceAll('=\r\n', '').replaceAll('=3D', '=')
  const [, link = '', kind = '', secret = ''] = /(https:\S+)#([\w-]+)=(\S+)/.exec(text) ?? []
  return { link, kind, secret, subject: /^Subject: (.*)\r$/m.exec(text)?.[1], text }
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('mail to users, on $dialect', ({ open }) => {
  let store: ControlStore
  let server: PeopleServer
  let mail: Receiver<Mailed>
  let answer: number | null = null
  const failures: unknown[] = []

  const start = async () => {
    const url = `smtp://127.0.0.1:${mail.port}`
    const accountMail = {
      mailer: createMailer({ url, from: 'Spillway <spillway@example.com>', certificateAuthority }),
      ...{ publicUrl: 'https://spillway.example.com', firstPause: 1_000, isAlone: true, onOutcome: () => undefined },
      onFailure: (error: unknown) => void failures.push(error),
    }
    server = await startPeopleServer(store, { accountMail })
  }
  beforeAll(async () => {
    mail = await mailReceiver({ answer: () => answer })
  })
  beforeEach(async () => {
    answer = null
    mail.taken.length = 0
    store = await open()
    await start()
  })
  afterEach(async () => {
    await server.close()
    await store.close()
    expect(failures).toEqual([])
  })
  afterAll(async () => {
    await mail.close()
  })

  const until = <Value>(check: () => Promise<Value> | Value): Promise<Value> =>
    vi.waitFor(check, { timeout: 8_000, interval: 10 })
  const taken = (count: number) => until(() => expect(mail.taken).toHaveLength(count))
  const messages = () => store.db.selectFrom('account_message').selectAll().orderBy('created_at').execute()
  const messageTo = async (recipient: string) => (await messages()).find((one) => one.recipient === recipient)
  const settled = (recipient: string, state: string) =>
    until(async () => expect(await messageTo(recipient)).toMatchObject({ state, claim: null }))
  const invite = async (username: string) => {
    const issued = await server.call('POST', `${own}/invitations`, { username })
    expect(issued.statusCode).toBe(201)
    return issued.json()
  }
  const loseAddress = (uid: string) =>
    store.db.updateTable('user').set({ email: 'none' }).where('uid', '=', uid).execute()
  const send = (url: string, payload: object) => server.app.inject({ method: 'POST', url, payload })
  const accept = async (secret: string) =>
    (await send(`${own}/invitations/accept`, { secret, password: chosen })).statusCode
  const wish = (username: string) => send('/api/v1/UserPasswordReset', { username })
  const judged = () =>
    until(async () => {
      const waiting = store.db.selectFrom('password_reset_request').selectAll().where('judged', '=', 0)
      expect(await waiting.execute()).toEqual([])
    })
  const wishes = async () => (await server.call('GET', `${own}/password-reset-requests`)).json().requests
  const audited = async () => {
    await server.audit.flush()
    return (await store.db.selectFrom('audit_record').select('record').execute()).map(({ record }) => record).join('\n')
  }

  it('takes an invitation to the user alone, with a link that is good once and leaves no trace', async () => {
    expect(await invite('near@mail.example')).toMatchObject({ delivery: 'sent', secret: null })
    await taken(1)
    const [letter] = mail.taken
    expect(letter?.to).toEqual(['near@mail.example'])
    const { link, kind, secret, subject, text } = read(letter as Mailed)
    expect([link, kind, subject]).toEqual([
      'https://spillway.example.com/v1/spillway/account',
      'invitation',
      'Your Spillway account',
    ])
    expect(text).toContain('as near@mail.example')
    expect(text).toContain('until 2026-02-08 00:00 UTC')
    await settled('near@mail.example', 'delivered')
    const kept = [await messages(), await store.db.selectFrom('user').selectAll().execute()]
    expect(JSON.stringify(kept) + (await audited())).not.toContain(secret.split('.')[1])
    expect([await accept(secret), await accept(secret)]).toEqual([204, 401])
    expect((await server.signIn('near@mail.example', chosen)).statusCode).toBe(200)
  })

  it('serves the page of the link, which calls nobody but the server', async () => {
    const page = await server.app.inject({ method: 'GET', url: `${own}/account` })
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'sha256-/)
    expect(page.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    expect(page.body).not.toContain('http')
  })

  it('hands the secret over where the user has no address', async () => {
    const { userId } = await invite('moved@mail.example')
    await taken(1)
    await loseAddress(userId)
    const issued = (await server.call('POST', `${own}/users/${userId}/invitation`)).json()
    expect(issued).toMatchObject({ delivery: 'none', secret: expect.any(String) })
    expect(await accept(read(mail.taken[0] as Mailed).secret)).toBe(401)
    expect(await accept(issued.secret)).toBe(204)
    expect(mail.taken).toHaveLength(1)
  })

  it('answers a wish for a new password by mail, and everybody the same', async () => {
    const { userUid } = await server.user('asks@mail.example')
    await server.user('else@mail.example')
    const answers = [
      await wish('Asks@Mail.Example'),
      await wish('nobody@mail.example'),
      await wish('asks@mail.example'),
    ]
    for (const one of answers) expect([one.statusCode, one.json()]).toEqual([200, answers[1]?.json()])
    await taken(1)
    await judged()
    const { kind, secret } = read(mail.taken[0] as Mailed)
    expect([mail.taken[0]?.to, kind]).toEqual([['asks@mail.example'], 'password-reset'])
    expect(await wishes()).toEqual([])
    // Who asks again finds the first link good, and nothing more in the mailbox.
    await wish('asks@mail.example')
    await judged()
    expect(mail.taken).toHaveLength(1)
    const redeemed = await send(`${own}/password-resets/redeem`, { secret, password: chosen })
    expect(redeemed.statusCode).toBe(204)
    expect(await audited()).toContain(`"userId":"${userUid}"`)
    server.pass(postLimits.pauseMinutes * 60)
    await wish('asks@mail.example')
    await taken(2)
  })

  it('leaves wishes that mail cannot answer to an administrator', async () => {
    await loseAddress((await server.user('nowhere@mail.example')).userUid)
    const { userUid } = await server.user('blocked@mail.example')
    await invite('invited@mail.example')
    await taken(1)
    await server.call('POST', `/v1/users/${userUid}/deactivate`)
    for (const name of ['nowhere@mail.example', 'blocked@mail.example', 'invited@mail.example']) await wish(name)
    await judged()
    expect(await wishes()).toHaveLength(3)
    expect(mail.taken).toHaveLength(1)
  })

  it('writes to one person so often and no more, whoever asks', async () => {
    const { userUid } = await server.user('busy@mail.example')
    const reset = async () => (await server.call('POST', `${own}/users/${userUid}/password-reset`)).json()
    for (let time = 0; time < postLimits.perDay; time++) {
      expect(await reset()).toMatchObject({ delivery: 'sent' })
      await taken(time + 1)
      server.pass(1)
    }
    const { delivery, secret } = await reset()
    expect(delivery).toBe('none')
    const redeemed = await send(`${own}/password-resets/redeem`, { secret, password: chosen })
    expect(redeemed.statusCode).toBe(204)
    server.pass(postLimits.pauseMinutes * 60)
    await wish('busy@mail.example')
    await judged()
    expect(mail.taken).toHaveLength(postLimits.perDay)
    expect(await wishes()).toHaveLength(1)
  })

  it('tries again while the mail server is away, over restarts and kills, and sends once', async () => {
    answer = 451
    await invite('patient@mail.example')
    await until(async () => expect(Number((await messageTo('patient@mail.example'))?.attempts)).toBe(1))
    await server.close()
    // A server that was killed while it tried leaves its claim behind.
    const until2030 = { claim: 'of the dead', due_at: '2030-01-01T00:00:00.000Z' }
    await store.db.updateTable('account_message').set(until2030).where('state', '=', 'waiting').execute()
    answer = null
    await start()
    await taken(1)
    await settled('patient@mail.example', 'delivered')
    expect(await accept(read(mail.taken[0] as Mailed).secret)).toBe(204)
  })

  it('never sends a link that is void: used, replaced or expired', async () => {
    answer = 451
    await invite('replaced@mail.example')
    await until(async () => expect(Number((await messageTo('replaced@mail.example'))?.attempts)).toBe(1))
    const { user_uid: uid } = (await messageTo('replaced@mail.example')) ?? { user_uid: '' }
    await server.call('POST', `${own}/users/${uid}/invitation`)
    const [first, second] = (await messages()).filter(({ user_uid }) => user_uid === uid)
    expect([first?.state, second?.state].toSorted()).toEqual(['dead', 'waiting'])
    await invite('late@mail.example')
    const issue = (await server.user('resets@mail.example')).userUid
    await server.call('POST', `${own}/users/${issue}/password-reset`)
    await server.call('POST', `${own}/users/${issue}/password`, { password })
    await server.call('POST', `/v1/users/${uid}/deactivate`)
    server.pass(7 * day)
    answer = null
    for (const name of ['replaced', 'late', 'resets']) await settled(`${name}@mail.example`, 'dead')
    expect(mail.taken).toEqual([])
    expect(await audited()).toContain('user_message_not_delivered')
  })

  it('gives up at a final refusal, and tells the audit log', async () => {
    await invite('nobody@mail.example')
    await settled('nobody@mail.example', 'dead')
    expect(await audited()).toMatch(
      /user_message_not_delivered.*nobody@mail\.example.*No such person|No such person.*nobody@mail/,
    )
  })

  it('lets one of many processes try each message', async () => {
    answer = 451
    for (let index = 0; index < 12; index++) await invite(`one${index}@mail.example`)
    const [some] = await messages()
    await server.close()
    const now = '2026-03-01T00:00:00.000Z'
    await store.db.updateTable('account_message').set({ state: 'waiting', due_at: now, claim: null }).execute()
    const total = (await messages()).length
    const take = (claim: string) => createOutbox(store).claim(3, { claim, now, until: '2026-03-01T00:01:00.000Z' })
    const claimed: string[] = []
    for (let round = 0; claimed.length < total; round++) {
      const rounds = await Promise.all([0, 1, 2, 3].map((each) => take(`${round} ${each}`)))
      claimed.push(...rounds.flat().map(({ id }) => id))
    }
    expect(new Set(claimed).size).toBe(total)
    // Who lost the claim cannot say how it ended.
    const lost = { ...(some as NonNullable<typeof some>), claim: 'another' }
    await createOutbox(store).settle(lost, now, { state: 'delivered', problem: null })
    expect((await messages()).every(({ state }) => state === 'waiting')).toBe(true)
  })
})

it('is switched on by settings of the server, and counted', async () => {
  const mail = await mailReceiver()
  const server = await startTestServer({
    config: {
      ...{ accountMail: true, publicUrl: 'https://spillway.example.com', mailFrom: 'spillway@example.com' },
      mailServer: `smtp://127.0.0.1:${mail.port}`,
      mailCertificateAuthority: file,
    },
  })
  try {
    const answer = await server.post(`${own}/invitations`, { username: 'on@mail.example' })
    expect(answer.json()).toMatchObject({ delivery: 'sent', secret: null })
    await vi.waitFor(() => expect(mail.taken).toHaveLength(1), { timeout: 8_000 })
    await vi.waitFor(async () => {
      const metrics = (await server.get('/metrics', { token: null })).text
      expect(metrics).toContain('spillway_account_mail_attempts_total{state="delivered"} 1')
    })
  } finally {
    await server.close()
    await mail.close()
  }
})
