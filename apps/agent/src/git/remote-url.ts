import { serviceAt } from '@spillway/content'

/** A repository elsewhere. */
export interface Remote {
  /** Without passwords and tokens. */
  readonly uri: string
  /** In lower case. */
  readonly host: string
  /** Name of the service; the host where it is none that is known. */
  readonly service: string
}

/**
 * Reads the address of a remote: a URL, or the short form `user@host:path` of ssh. Null for a folder of this machine. What
 * a URL holds of secrets is left out: user and password of web addresses, the password of ssh, and queries.
 */
export const readRemote = (address: string): Remote | null => {
  const short = /^(?:([^@/\s]+)@)?([\w.-]+):(?!\/\/)(.*)$/.exec(address)
  if (short)
    return remoteOf(
      `${short[1] === undefined ? '' : `${plainUser(short[1])}@`}${short[2]}:${short[3]}`,
      short[2] ?? '',
      `/${short[3]}`,
    )
  const url = URL.parse(address)
  if (!url || url.protocol === 'file:' || url.hostname === '') return null
  const user = url.protocol.startsWith('http') || url.username === '' ? '' : `${url.username}@`
  return remoteOf(`${url.protocol}//${user}${url.host}${url.pathname}`, url.hostname, url.pathname)
}

const plainUser = (user: string): string => user.split(':', 1)[0] ?? ''

const remoteOf = (uri: string, host: string, path: string): Remote => {
  const lower = host.toLowerCase()
  const service = serviceAt(lower, path)
  return { uri, host: lower, service: service?.category === 'Source Code Repository' ? service.name : lower }
}
