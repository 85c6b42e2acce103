import { type Service, serviceAt } from '@spillway/content'
import { readAddress, type WebAddress } from '@spillway/detection'

export { readAddress, type WebAddress }

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
