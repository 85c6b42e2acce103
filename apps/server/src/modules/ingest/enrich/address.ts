import { type Service, serviceAt } from '@spillway/content'

/** Host (lower case, without `www.`) and the rest of a web address. */
export interface WebAddress {
  readonly host: string
  readonly path: string
}

const plainHost = /^[a-z0-9._-]+$/
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
  return { host: trimmed(host), path: end < 0 ? '' : rest.slice(end) }
}

const parsed = (url: string): WebAddress | null => {
  const { hostname, pathname } = URL.parse(url) ?? { hostname: '', pathname: '' }
  return hostname === '' ? null : { host: trimmed(hostname), path: pathname }
}

const trimmed = (host: string): string => {
  const whole = host.endsWith('.') ? host.slice(0, -1) : host
  return whole.startsWith('www.') ? whole.slice(4) : whole
}

/** Service behind a web address; null where it is not a known one. */
export const serviceOf = (address: WebAddress): Service | null => serviceAt(address.host, address.path)

interface Tab {
  readonly url: string | null
}

/** The readable addresses of a list of tabs, in order. */
export const addressesOf = (tabs: readonly Tab[]): WebAddress[] => {
  const addresses: WebAddress[] = []
  for (const { url } of tabs) {
    const address = url === null ? null : readAddress(url)
    if (address) addresses.push(address)
  }
  return addresses
}

/** Hosts of addresses, each once. */
export const hostsOf = (addresses: readonly WebAddress[]): string[] => {
  const hosts: string[] = []
  for (const { host } of addresses) if (!hosts.includes(host)) hosts.push(host)
  return hosts
}

/** Domains of mail addresses in lower case, each once. */
export const emailDomainsOf = (emails: readonly string[]): string[] => {
  const domains: string[] = []
  for (const email of emails) {
    const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
    if (domain !== '' && email.includes('@') && !domains.includes(domain)) domains.push(domain)
  }
  return domains
}
