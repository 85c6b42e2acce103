import { isWithin, type Network, readAddress, readNetwork } from './addresses.ts'

/** Addresses that say nothing about where a machine is: private, shared, loopback and link-local. */
const inward = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ...['::/127', 'fc00::/7', 'fe80::/10'],
]
const remembered = 10_000

const networksOf = (texts: readonly string[]): Network[] =>
  texts.flatMap((text) => {
    const network = readNetwork(text)
    return network ? [network] : []
  })

/** Tells public addresses outside the trusted networks. Answers are remembered: few addresses send most events. */
export const compileRemote = (trusted: readonly string[]): ((ip: string) => boolean) => {
  const near = networksOf([...inward, ...trusted])
  const known = new Map<string, boolean>()
  const judge = (ip: string): boolean => {
    const address = readAddress(ip)
    return address !== null && !near.some((network) => isWithin(address, network))
  }
  return (ip) => {
    const before = known.get(ip)
    if (before !== undefined) return before
    if (known.size >= remembered) known.clear()
    const isRemote = judge(ip)
    known.set(ip, isRemote)
    return isRemote
  }
}
