/** An address as numbers: 32-bit words, one for IPv4 and four for IPv6. */
export type Address = readonly number[]

/** Reads an IPv4 or IPv6 address, with or without a zone; null when it is neither. */
export const readAddress = (text: string): Address | null => {
  const plain = text.includes('%') ? text.slice(0, text.indexOf('%')) : text
  if (!plain.includes(':')) return readVersion4(plain)
  const address = readVersion6(plain)
  // An IPv4 address in the guise of IPv6 is the same machine.
  return address && address[0] === 0 && address[1] === 0 && address[2] === 0xffff ? [address[3] ?? 0] : address
}

const readVersion4 = (text: string): Address | null => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null
  return [parts.reduce((value, part) => value * 256 + Number(part), 0)]
}

const readVersion6 = (text: string): Address | null => {
  const halves = withoutDots(text).split('::')
  if (halves.length > 2) return null
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  const numbers = groups.map((group) => Number.parseInt(group, 16))
  return [0, 2, 4, 6].map((at) => (numbers[at] ?? 0) * 65_536 + (numbers[at + 1] ?? 0))
}

/** The last four bytes may be written as IPv4. */
const withoutDots = (text: string): string => {
  const colon = text.lastIndexOf(':')
  const [low] = readVersion4(text.slice(colon + 1)) ?? []
  if (low === undefined) return text
  return `${text.slice(0, colon + 1)}${Math.floor(low / 65_536).toString(16)}:${(low % 65_536).toString(16)}`
}

/** A run of addresses that share their first bits. */
export interface Network {
  readonly address: Address
  readonly bits: number
}

/** Reads an address or a network in CIDR form; null when it is neither. */
export const readNetwork = (text: string): Network | null => {
  const [host = '', length, ...rest] = text.split('/')
  const address = readAddress(host)
  if (!address || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return null
  const bits = length === undefined ? address.length * 32 : Number(length)
  return bits <= address.length * 32 ? { address, bits } : null
}

export const isWithin = (candidate: Address, { address, bits }: Network): boolean => {
  if (candidate.length !== address.length) return false
  return address.every((word, index) => {
    const compared = Math.min(32, Math.max(0, bits - index * 32))
    const unit = 2 ** (32 - compared)
    return compared === 0 || Math.floor(word / unit) === Math.floor((candidate[index] ?? 0) / unit)
  })
}
