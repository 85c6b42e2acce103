import { comparable, plainHost, readAddress, type WebAddress } from '../web-address.ts'

const notInHost = /[\s/?#\\@:%]/
const longestHost = 253

/** Reads a web address as a browser would; null where it has no host, as `about:blank` or a file. */
export const readWebAddress = (address: string): WebAddress | null =>
  readAddress(address.startsWith('blob:') ? address.slice(5) : address)

/** A host name in the form in which names are compared. */
export const plainHostName = (name: string): string => {
  const host = name.trim().toLowerCase()
  if (plainHost.test(host)) return comparable(host)
  // What a parser of addresses would take for something beside the host is left in, and then matches nothing.
  return comparable(notInHost.test(host) ? host : (URL.parse(`http://${host}`)?.hostname ?? host))
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
