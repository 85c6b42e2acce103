import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** How far channels reach: the internet, the company's networks too, or this machine as well. */
export type ReachSetting = 'public' | 'private' | 'local'

const listOf = (...networks: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/**
 * Never a receiver: unspecified, link-local (clouds answer there with credentials), multicast and reserved, addresses
 * that stand for others (NAT64, 6to4), and where clouds serve metadata outside of the link.
 */
const never = listOf(
  ...['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4', '100.100.100.200/32', '168.63.129.16/32'],
  ...['::/128', 'fe80::/10', 'fec0::/10', 'ff00::/8', '64:ff9b::/96', '2002::/16', 'fd00:ec2::254/128'],
)
const loopback = listOf('127.0.0.0/8', '::1/128')
const inside = listOf(
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '192.0.0.0/24', '198.18.0.0/15'],
  'fc00::/7',
)

const isIn = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** What one connection may reach; `loopback` nothing but this machine. */
export type Reach = ReachSetting | 'loopback'

/** Whether an address is one that may be sent to. */
export const mayReach = (setting: Reach, address: string): boolean => {
  if (isIn(never, address)) return false
  if (isIn(loopback, address)) return setting === 'local' || setting === 'loopback'
  return setting !== 'loopback' && (setting !== 'public' || !isIn(inside, address))
}

/** An address that the server's settings keep channels from. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach'
}

const outOfReach = (host: string): OutOfReach =>
  new OutOfReach(`${host} is an address that notifications may not be sent to (setting notificationReach)`)

/** Throws `OutOfReach` where the host is written as an address that may not be reached; names are judged by `lookup`. */
export const requireReach = (setting: Reach, host: string): void => {
  const address = host.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && !mayReach(setting, address)) throw outOfReach(host)
}

/** Resolves a name for the connection itself, so that what was judged is what is connected to. */
export const lookupWithin =
  (setting: Reach): LookupFunction =>
  (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      const open = found.filter(({ address }) => mayReach(setting, address))
      const [first] = open
      if (!first) return done(outOfReach(host), '', 0)
      return options.all ? done(null, open as LookupAddress[]) : done(null, first.address, first.family)
    })
  }
