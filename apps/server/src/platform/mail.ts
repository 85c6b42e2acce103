import { rootCertificates } from 'node:tls'
import { createTransport } from 'nodemailer'

/** A message to people. */
export interface Mail {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** Stays with the message however often it is sent, without brackets and host: receivers drop what they have. */
  readonly messageId: string
}

/** Where mail goes out. */
export interface MailServer {
  /**
   * `smtp://user:password@host:587` is secured by STARTTLS or refused; `smtps://` speaks TLS from the first byte. Without
   * a user nobody signs in.
   */
  readonly url: string
  /** Address that mail comes from, such as `Spillway <spillway@example.com>`. */
  readonly from: string
  /** Hand mail over in the clear where the server of an `smtp://` URL offers nothing else. */
  readonly mayBePlain?: boolean
  /** PEM certificates to trust beside those of the system. */
  readonly certificateAuthority?: string
}

/** Why a message did not go out. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure'
  /** Whether sending it again can help: no, where the server refused for good. */
  readonly mayRetry: boolean

  constructor(reason: string, mayRetry: boolean, cause?: unknown) {
    super(reason, cause === undefined ? {} : { cause })
    this.mayRetry = mayRetry
  }
}

export interface Mailer {
  /** Whether there is a server to send by. */
  readonly isConfigured: boolean
  /**
   * Resolves once the server took the message, with the recipients that it refused while it took others. Throws
   * `MailFailure` where none was taken, or where there is no server.
   */
  send(mail: Mail): Promise<{ readonly refused: readonly string[] }>
}

/** Limits in milliseconds: a server that is slow holds up one message, not the rest. */
const patience = { dnsTimeout: 5_000, connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 } as const

/** Sends mail by SMTP; without a server it refuses, and says how to name one. */
export const createMailer = (server: MailServer | null): Mailer => {
  if (server === null) return { isConfigured: false, send: () => Promise.reject(notConfigured()) }
  const transport = createTransport(transportOf(server))
  const domain = /@([^>\s]+)/.exec(server.from)?.[1] ?? 'spillway'
  return {
    isConfigured: true,
    send: async ({ to, messageId, ...content }) => {
      const message = {
        ...content,
        from: server.from,
        to: to.map((address) => ({ name: '', address })),
        messageId: `<${messageId}@${domain}>`,
        // RFC 3834: out-of-office replies stay away.
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      }
      const { rejected } = await transport.sendMail(message).catch((error: unknown) => {
        throw failureOf(error)
      })
      return { refused: rejected.map(String) }
    },
  }
}

const notConfigured = (): MailFailure =>
  new MailFailure('No mail server is named; set mailServer (SPILLWAY_MAIL_SERVER) and mailFrom', true)

const transportOf = ({ url, mayBePlain = false, certificateAuthority }: MailServer) => {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  return {
    ...patience,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !mayBePlain,
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...(certificateAuthority !== undefined && { tls: { ca: [...rootCertificates, certificateAuthority] } }),
  }
}

/** Final is only that the server refused these recipients or this content by 5xx: the rest is mended by who runs it. */
const failureOf = (error: unknown): MailFailure => {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  const isFinal = isAboutMail && typeof responseCode === 'number' && responseCode >= 500
  return new MailFailure(error instanceof Error ? error.message : String(error), !isFinal, error)
}
