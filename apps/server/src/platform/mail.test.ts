import { once } from 'node:events'
import { testCertificate } from '@spillway/testkit'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, it } from 'vitest'
import { createMailer, type MailServer } from './mail.ts'

const { certificate, key } = testCertificate()
const open: SMTPServer[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((resolve) => server.close(() => resolve()))
})

interface Taken {
  readonly to: readonly string[]
  readonly isSecure: boolean
  readonly content: string
}

/** A mail server that keeps what it takes, and knows one user. */
const listen = async (options: SMTPServerOptions = {}) => {
  const taken: Taken[] = []
  const server = new SMTPServer({
    ...{ cert: certificate, key, authOptional: true, disableReverseLookup: true },
    onAuth: ({ username, password }, _, done) =>
      username === 'spill way' && password === 'p@ss/word' ? done(null, { user: 1 }) : done(new Error('Wrong')),
    onRcptTo: ({ address }, _, done) => done(address.startsWith('nobody') ? new Error('No such person') : null),
    onData: async (stream, { envelope, secure }, done) => {
      const content = (await stream.toArray()).join('')
      taken.push({ to: envelope.rcptTo.map(({ address }) => address), isSecure: secure, content })
      done()
    },
    ...options,
  })
  server.on('error', () => undefined)
  open.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.server.address()
  return { taken, port: typeof address === 'object' ? address?.port : 0 }
}

const mail = { to: ['a@example.com', 'b@example.com'], subject: 'Grüße\nBcc: x@y.z', text: 'Hello', messageId: 'one' }
const mailer = (url: string, more: Partial<MailServer> = {}) =>
  createMailer({ url, from: 'Spillway <spillway@example.com>', certificateAuthority: certificate, ...more })

it.each([
  ['smtp', false],
  ['smtps', true],
])('sends by %s, encrypted and signed in', async (scheme, secure) => {
  const { taken, port } = await listen({ secure, authOptional: false })
  await mailer(`${scheme}://spill%20way:p%40ss%2Fword@127.0.0.1:${port}`).send(mail)
  expect(taken).toMatchObject([{ to: mail.to, isSecure: true }])
  expect(taken[0]?.content).toMatch(/^Message-ID: <one@example\.com>\r$/m)
  expect(taken[0]?.content).not.toMatch(/^Bcc/m)
})

it('sends nothing in the clear unless it may', async () => {
  const { taken, port } = await listen({ disabledCommands: ['STARTTLS', 'AUTH'] })
  const url = `smtp://127.0.0.1:${port}`
  await expect(mailer(url).send(mail)).rejects.toMatchObject({ name: 'MailFailure', mayRetry: true })
  expect(taken).toEqual([])
  await mailer(url, { mayBePlain: true }).send(mail)
  expect(taken).toMatchObject([{ isSecure: false }])
})

it('trusts no certificate that nobody vouches for', async () => {
  const { port } = await listen({ secure: true })
  const stranger = createMailer({ url: `smtps://127.0.0.1:${port}`, from: 'a@example.com' })
  await expect(stranger.send(mail)).rejects.toMatchObject({ mayRetry: true })
})

it('tells who was refused, and whether trying again can help', async () => {
  const { taken, port } = await listen()
  const { send } = mailer(`smtp://127.0.0.1:${port}`)
  expect(await send({ ...mail, to: ['nobody@example.com', 'b@example.com'] })).toEqual({
    refused: ['nobody@example.com'],
  })
  expect(taken).toMatchObject([{ to: ['b@example.com'] }])
  await expect(send({ ...mail, to: ['nobody@example.com'] })).rejects.toMatchObject({ mayRetry: false })
  const wrong = mailer(`smtp://spillway:wrong@127.0.0.1:${port}`)
  await expect(wrong.send(mail)).rejects.toMatchObject({ mayRetry: true })
  await expect(mailer('smtp://127.0.0.1:1').send(mail)).rejects.toMatchObject({ mayRetry: true })
})

it('says how to name a server where there is none', async () => {
  const none = createMailer(null)
  expect(none.isConfigured).toBe(false)
  await expect(none.send(mail)).rejects.toThrow('SPILLWAY_MAIL_SERVER')
})
