import { readFileSync } from 'node:fs'
import type { NotificationChannelDraft } from '@spillway/sdk'
import { CliError } from '../failure.ts'

export interface TargetOptions {
  readonly format?: 'cef' | 'json'
  readonly certificateAuthority?: string
}

/** Where a channel leads, out of an address: `https:`, `mailto:`, `syslog+tls:` or `syslog+tcp:`. */
export const targetOf = (address: string, options: TargetOptions): NotificationChannelDraft['target'] => {
  const { protocol, pathname, hostname, port } = parsed(address)
  const certificateAuthority = certificatesIn(options.certificateAuthority)
  if (protocol === 'https:' || protocol === 'http:') return { kind: 'webhook', url: address, certificateAuthority }
  if (protocol === 'mailto:') return { kind: 'mail', recipients: decodeURIComponent(pathname).split(',') }
  const transport = { 'syslog+tls:': 'tls', 'syslog+tcp:': 'tcp' }[protocol]
  if (transport !== 'tls' && transport !== 'tcp') throw unknownAddress(address)
  return {
    kind: 'syslog',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (transport === 'tls' ? 6514 : 514),
    ...{ transport, certificateAuthority, format: options.format ?? 'cef' },
  }
}

const parsed = (address: string): URL => {
  if (!URL.canParse(address)) throw unknownAddress(address)
  return new URL(address)
}

const unknownAddress = (address: string): CliError =>
  new CliError(
    'usage',
    `${address} is no address of a channel`,
    'Use https://…, mailto:a@example.com,b@example.com, syslog+tls://host:6514 or syslog+tcp://host:514.',
  )

const certificatesIn = (path: string | undefined): string | null => {
  if (path === undefined) return null
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CliError('usage', `${path}: ${error instanceof Error ? error.message : error}`)
  }
}
