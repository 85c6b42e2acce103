import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { createServer as createPlain, type Server, type Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { testCertificate } from '@spillway/testkit'
import { SMTPServer } from 'smtp-server'

const { certificate, key } = testCertificate()
export const certificateAuthority = certificate

/** Something that listens on 127.0.0.1 until closed. */
export interface Receiver<Taken> {
  readonly port: number
  readonly taken: Taken[]
  close(): Promise<void>
}

const portOf = (server: { address(): unknown }): number => {
  const address = server.address() as { port: number }
  return address.port
}

const listening = async <Taken>(server: Server, taken: Taken[]): Promise<Receiver<Taken>> => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { port: portOf(server), taken, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

export interface Posted {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Keeps what is posted to it by HTTPS, and answers as it is told: 204 unless `answer` does something else. */
export const webhookReceiver = (
  answer: (posted: Posted, reply: ServerResponse, taken: readonly Posted[]) => void = (_, reply) =>
    void reply.writeHead(204).end(),
): Promise<Receiver<Posted>> => {
  const taken: Posted[] = []
  const take = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const posted = { headers: request.headers, body: (await request.toArray()).join('') }
    taken.push(posted)
    answer(posted, reply, taken)
  }
  const server = createSecure({ cert: certificate, key }, (request, reply) => void take(request, reply))
  return listening(server, taken)
}

/** Takes octet-counted syslog messages until the sender ends. */
export const syslogReceiver = (transport: 'tcp' | 'tls'): Promise<Receiver<string>> => {
  const taken: string[] = []
  const accept = (socket: Socket): void => {
    let held = Buffer.alloc(0)
    socket
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => {
        held = Buffer.concat([held, chunk])
        for (let frame = frameOf(held); frame; frame = frameOf(held)) {
          taken.push(frame.message)
          held = held.subarray(frame.end)
        }
      })
  }
  return listening(transport === 'tls' ? createTls({ cert: certificate, key }, accept) : createPlain(accept), taken)
}

const frameOf = (held: Buffer): { readonly message: string; readonly end: number } | null => {
  const [digits, length] = /^(\d+) /.exec(held.toString('latin1')) ?? []
  if (digits === undefined || held.length < digits.length + Number(length)) return null
  const end = digits.length + Number(length)
  return { message: held.subarray(digits.length, end).toString(), end }
}

export interface Mailed {
  readonly to: readonly string[]
  readonly content: string
}

/** A mail server that takes everything but for `nobody@…`, by STARTTLS; or answers with a code as long as it is told to. */
export const mailReceiver = async ({
  port,
  answer,
}: {
  readonly port?: number
  readonly answer?: () => number | null
} = {}): Promise<Receiver<Mailed>> => {
  const taken: Mailed[] = []
  const server = new SMTPServer({
    ...{ cert: certificate, key, authOptional: true, disableReverseLookup: true },
    onMailFrom: (_, __, done) => {
      const responseCode = answer?.() ?? null
      done(responseCode === null ? null : Object.assign(new Error('Not now'), { responseCode }))
    },
    onRcptTo: ({ address }, _, done) => done(address.startsWith('nobody') ? new Error('No such person') : null),
    onData: (stream, { envelope }, done) => {
      const take = (parts: readonly Buffer[]) => {
        taken.push({ to: envelope.rcptTo.map(({ address }) => address), content: parts.join('') })
        done()
      }
      // A sender that dies in the middle of a message has sent none.
      stream.toArray().then(take, done)
    },
  })
  server.on('error', () => undefined)
  await once(server.listen(port ?? 0, '127.0.0.1'), 'listening')
  return { port: portOf(server.server), taken, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
