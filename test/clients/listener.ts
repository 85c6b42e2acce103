import { createSocket } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** A syslog receiver on 127.0.0.1 that keeps every line. */
export interface Listener {
  readonly port: number
  readonly lines: () => readonly string[]
  close(): Promise<void>
}

const keeper = () => {
  let text = ''
  const take = (chunk: Buffer) => {
    text += chunk.toString('utf8')
  }
  return { take, lines: () => text.split('\n').filter((line) => line !== '') }
}

const listening = async (server: Server, lines: () => string[]): Promise<Listener> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { port, lines, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

const accept = (take: (chunk: Buffer) => void) => (socket: Socket) => {
  // The client drops the connection without a goodbye; what it sent before is what counts.
  socket.on('data', take).on('error', () => socket.destroy())
}

export const listenTcp = (): Promise<Listener> => {
  const { take, lines } = keeper()
  return listening(createServer(accept(take)), lines)
}

export const listenTls = (certificate: Buffer, key: Buffer): Promise<Listener> => {
  const { take, lines } = keeper()
  // A ticket of version 1.3 that the client never reads makes its system throw away what is still under way at its end.
  const options = { cert: certificate, key, maxVersion: 'TLSv1.2' } as const
  return listening(createTlsServer(options, accept(take)), lines)
}

export const listenUdp = async (): Promise<Listener> => {
  const { take, lines } = keeper()
  const socket = createSocket('udp4').on('message', take)
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { port: socket.address().port, lines, close: () => new Promise((resolve) => socket.close(() => resolve())) }
}
