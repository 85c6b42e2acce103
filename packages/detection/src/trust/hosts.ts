/** Host of a web address in lower case, without `www.`, and where the rest of the address begins. */
export interface HostAndRest {
  readonly host: string
  readonly rest: string
}

const plainHost = /^[a-z0-9._-]+$/
const notInHost = /[\s/?#\\@:%]/
const authorityEnd = /[/?#\\]/
const longestHost = 253

/** Reads a web address as a browser would; null where it has no host, as `about:blank` or a file. */
export const readWebAddress = (address: string): HostAndRest | null => {
  const url = address.startsWith('blob:') ? address.slice(5) : address
  const scheme = url.indexOf('://')
  if (scheme < 1) return null
  const rest = url.slice(scheme + 3)
  const end = rest.search(authorityEnd)
  const authority = end < 0 ? rest : rest.slice(0, end)
  const afterUser = authority.slice(authority.lastIndexOf('@') + 1)
  const colon = afterUser.indexOf(':')
  const host = (colon < 0 ? afterUser : afterUser.slice(0, colon)).toLowerCase()
  if (!plainHost.test(host)) return parsed(url)
  return { host: plain(host), rest: end < 0 ? '' : rest.slice(end) }
}

const parsed = (url: string): HostAndRest | null => {
  const { hostname, pathname } = URL.parse(url) ?? { hostname: '', pathname: '' }
  return hostname === '' ? null : { host: plain(hostname), rest: pathname }
}

/** A host name in the form in which names are compared. */
export const plainHostName = (name: string): string => {
  const host = name.trim().toLowerCase()
  if (plainHost.test(host)) return plain(host)
  // What a parser of addresses would take for something beside the host is left in, and then matches nothing.
  return plain(notInHost.test(host) ? host : (URL.parse(`http://${host}`)?.hostname ?? host))
}

const plain = (host: string): string => {
  const whole = host.endsWith('.') ? host.slice(0, -1) : host
  return whole.startsWith('www.') ? whole.slice(4) : whole
}

/**
 * A host and the names above it, nearest first: `a.b.com`, `b.com`. A name of one label stands for itself alone, so that
 * nobody trusts all of `.com`; so does an address of numbers.
 */
export const selfAndAbove = (host: string): string[] => {
  if (host.length > longestHost || host.length === 0) return []
  const names = [host]
  if (isNumeric(host)) return names
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    const above = host.slice(dot + 1)
    if (above.includes('.')) names.push(above)
  }
  return names
}

const isNumeric = (host: string): boolean => host.startsWith('[') || /^\d+$/.test(host.slice(host.lastIndexOf('.') + 1))

/** Domains of what may be one mail address or, written into one text, several. */
export const mailDomains = (text: string): string[] =>
  text
    .split('@')
    .slice(1)
    .map((part) => plainHostName(/^[^\s,;<>"'()[\]:]*/u.exec(part)?.[0] ?? ''))

/** Names that look like hosts inside a title. */
export const hostsInText = (text: string): string[] => {
  const words = text.slice(0, longestTitle).match(/[\p{L}\p{N}._-]+/gu) ?? []
  const hosts = words
    .map((word) => word.replace(/^[._-]/, '').replace(/[._-]$/, ''))
    .filter((word) => word.includes('.'))
  return [...new Set(hosts.map(plainHostName))]
}

const longestTitle = 1_000
