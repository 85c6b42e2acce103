import { expect, it } from 'vitest'
import { lookupWithin, mayReach, type Reach, requireReach } from './reach.ts'

it.each<[string, readonly Reach[]]>([
  ['93.184.216.34', ['public', 'private', 'local']],
  ['2606:2800:220:1::1', ['public', 'private', 'local']],
  ['10.1.2.3', ['private', 'local']],
  ['172.31.255.255', ['private', 'local']],
  ['192.168.0.1', ['private', 'local']],
  ['100.64.0.1', ['private', 'local']],
  ['::ffff:10.0.0.1', ['private', 'local']],
  ['fd12:3456::1', ['private', 'local']],
  ['127.0.0.1', ['local', 'loopback']],
  ['127.9.9.9', ['local', 'loopback']],
  ['::1', ['local', 'loopback']],
  ['::ffff:7f00:1', ['local', 'loopback']],
  ...[
    ...['0.0.0.0', '169.254.169.254', '::ffff:169.254.169.254', 'fe80::1', 'fd00:ec2::254', '100.100.100.200'],
    ...['168.63.129.16', '224.0.0.1', '255.255.255.255', '::', 'ff02::1', '64:ff9b::a9fe:a9fe', '2002:7f00:1::'],
  ].map((address): [string, readonly Reach[]] => [address, []]),
])('%s is reached by %j alone', (address, expected) => {
  const settings: readonly Reach[] = ['public', 'private', 'local', 'loopback']
  expect(settings.filter((setting) => mayReach(setting, address))).toEqual(expected)
})

it('judges addresses as they are written, and names as they resolve', async () => {
  expect(() => requireReach('private', '[::1]')).toThrow('[::1]')
  expect(() => requireReach('private', 'localhost')).not.toThrow()
  const resolve = (setting: Reach, all: boolean) =>
    new Promise((done) => lookupWithin(setting)('localhost', { all }, (error, found) => done(error?.name ?? found)))
  expect(await resolve('private', true)).toBe('OutOfReach')
  expect(await resolve('local', true)).toContainEqual({ address: '127.0.0.1', family: 4 })
  expect(await resolve('local', false)).toMatch(/^(127\.0\.0\.1|::1)$/)
})
