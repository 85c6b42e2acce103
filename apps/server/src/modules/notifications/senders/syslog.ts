import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import type { NotificationMessage } from '@spillway/contract'
import type { Channel } from '../channel.ts'
import { cefOf } from './cef.ts'
import { delivered, type Send } from './outcome.ts'
import { lookupWithin, type ReachSetting, requireReach } from './reach.ts'

type Target = Extract<Channel['target'], { readonly kind: 'syslog' }>

interface Dependencies {
  readonly reach: ReachSetting
  readonly version: string
  /** Name of this machine, as messages bear it. */
  readonly host: string
}

/** Syslog severities: critical, warning, notice. */
const severities: Readonly<Record<string, number>> = { HIGH: 2, MEDIUM: 4, LOW: 5 }

/** Sends by syslog (RFC 5424), over TLS (RFC 5425) or TCP, a connection for each message. */
export const createSyslogSender =
  ({ reach, version, host }: Dependencies): Send<'syslog'> =>
  async ({ target }, { message, text, signal }) => {
    requireReach(reach, target.host)
    const content = target.format === 'cef' ? cefOf(message, version) : text
    const socket = connect(target, reach)
    const abort = () => socket.destroy(new Error('It took too long'))
    signal.addEventListener('abort', abort, { once: true })
    try {
      await handOver(socket, frame(`${headerOf(message, target.facility, host)} ${content}`))
    } finally {
      signal.removeEventListener('abort', abort)
      socket.destroy()
    }
    return delivered
  }

const connect = ({ host, port, transport, certificateAuthority: ca }: Target, reach: ReachSetting): Socket => {
  const address = { host, port, lookup: lookupWithin(reach) }
  if (transport === 'tcp') return connectPlain(address)
  return connectSecure({ ...address, ...(isIP(host) === 0 && { servername: host }), ...(ca !== null && { ca }) })
}

/** `<PRI>1 TIME HOST APP PROCESS MESSAGE-ID STRUCTURED-DATA`; the id of the message stands in its content. */
const headerOf = ({ type, timestamp, data }: NotificationMessage, facility: number, host: string): string => {
  const priority = facility * 8 + (severities[data.severity] ?? 6)
  return `<${priority}>1 ${timestamp} ${host.replaceAll(/[^!-~]/g, '').slice(0, 255) || '-'} spillway - ${type} -`
}

/** Octet counting (RFC 6587): length in bytes, a blank, the message. */
const frame = (message: string): string => `${Buffer.byteLength(message)} ${message}`

/** Milliseconds that a receiver has to close its side: some never do. */
const closePatience = 3_000

/**
 * Syslog has no acknowledgement. Taken counts what went out whole over a connection that then ended without an error.
 */
const handOver = (socket: Socket, content: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let patience: NodeJS.Timeout | undefined
    const settle = (error?: Error): void => {
      clearTimeout(patience)
      if (error) reject(error)
      else resolve()
    }
    const cutOff = () => new Error('The receiver closed the connection before it had everything')
    socket
      .once('encrypted' in socket ? 'secureConnect' : 'connect', () => socket.end(content))
      .once('finish', () => {
        patience = setTimeout(settle, closePatience)
      })
      .on('error', settle)
      .once('end', () => settle(socket.writableFinished ? undefined : cutOff()))
      .once('close', () => settle(cutOff()))
      .resume()
  })
