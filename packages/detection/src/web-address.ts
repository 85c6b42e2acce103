/** Host (lower case, without `www.`) and the rest of a web address. */
export interface WebAddress {
  readonly host: string
  readonly path: string
}

/** Hosts of plain ASCII need no full URL parser. */
export const plainHost = /^[a-z0-9._-]+$/
const authorityEnd = /[/?#\\]/

/** Reads a web address without the cost of a full URL parser where the host is plain ASCII; null when it has no host. */
export const readAddress = (url: string): WebAddress | null => {
  const scheme = url.indexOf('://')
  if (scheme < 1) return null
  const rest = url.slice(scheme + 3)
  const end = rest.search(authorityEnd)
  const authority = end < 0 ? rest : rest.slice(0, end)
  const afterUser = authority.slice(authority.lastIndexOf('@') + 1)
  const colon = afterUser.indexOf(':')
  const host = (colon < 0 ? afterUser : afterUser.slice(0, colon)).toLowerCase()
  if (!plainHost.test(host)) return parsed(url)
  return { host: comparable(host), path: end < 0 ? '' : rest.slice(end) }
}

const parsed = (url: string): WebAddress | null => {
  const { hostname, pathname } = URL.parse(url) ?? { hostname: '', pathname: '' }
  return hostname === '' ? null : { host: comparable(hostname), path: pathname }
}

/** A host as it is compared: without the dot of the root and `www.`. */
export const comparable = (host: string): string => {
  const whole = host.endsWith('.') ? host.slice(0, -1) : host
  return whole.startsWith('www.') ? whole.slice(4) : whole
}
