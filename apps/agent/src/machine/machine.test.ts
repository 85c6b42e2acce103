import { expect, it } from 'vitest'
import { mainAddress, thisMachine } from './machine.ts'

it('knows the machine it runs on, and keeps its machine id to itself', async () => {
  const machine = await thisMachine()
  expect(machine.architecture).toBe(process.arch)
  expect(machine.timeZone).not.toBe('')
  expect(machine.machineId ?? '0'.repeat(32)).toMatch(/^[0-9a-f]{32}$/)
})

const at = (address: string, internal = false) => ({
  address,
  family: address.includes(':') ? 'IPv6' : 'IPv4',
  internal,
})

it('gives the address that leads elsewhere', () => {
  const loopback = [at('127.0.0.1', true), at('::1', true)]
  expect(mainAddress(loopback)).toBeNull()
  expect(mainAddress([...loopback, at('fe80::1'), at('169.254.3.4'), at('2001:db8::1')])).toBe('2001:db8::1')
  expect(mainAddress([at('2001:db8::1'), at('192.0.2.7'), at('192.0.2.8')])).toBe('192.0.2.7')
})
