import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { requestsPerMinute } from './config.ts'
import { ConfigError, readConfig } from './config-sources.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'spillway-config-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

const file = (name: string, content: string): string => {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

it('has a default for every setting that needs one', () => {
  expect(readConfig({})).toMatchObject({
    port: 4200,
    host: '127.0.0.1',
    controlStore: 'sqlite',
    eventStore: 'embedded',
    retentionDays: 90,
    limits: 'open',
    enforceSunset: false,
  })
})

it('prefers flags over environment over file', () => {
  const sources = {
    file: file('a.yaml', 'port: 1000\nhost: 0.0.0.0\nretentionDays: 30\n'),
    environment: { SPILLWAY_PORT: '2000', SPILLWAY_HOST: '::1', SPILLWAY_URL: 'read by other programs' },
    flags: { port: '3000', 'data-directory': '/srv/spillway', apiDate: undefined },
  }
  expect(readConfig(sources)).toMatchObject({
    port: 3000,
    host: '::1',
    retentionDays: 30,
    dataDirectory: '/srv/spillway',
  })
})

it('reads JSON files and text booleans', () => {
  const config = readConfig({ file: file('b.json', '{"enforceSunset": true, "trustProxy": "no"}') })
  expect(config).toMatchObject({ enforceSunset: true, trustProxy: 0 })
})

it('counts the proxies it trusts, one unless told how many', () => {
  const trusted = (value: unknown) => readConfig({ flags: { trustProxy: value } }).trustProxy
  expect([true, 'true', false, 'no', '2', 0].map(trusted)).toEqual([1, 1, 0, 0, 2, 0])
})

it.each([
  [{ flags: { port: '70000' } }, /^--port: /],
  [{ flags: { prot: 1 } }, '--prot: no such setting'],
  [{ environment: { SPILLWAY_API_DATE: '2022-02-31' } }, 'SPILLWAY_API_DATE: must be a calendar date'],
  [{ environment: { SPILLWAY_EVENT_STORE: 'ftp://x' } }, /^SPILLWAY_EVENT_STORE: .*must be a URL starting with http/],
  [{ environment: { SPILLWAY_ADMIN_USERNAME: 'a:b' } }, 'SPILLWAY_ADMIN_USERNAME: must not hold a colon'],
  [{ flags: { accountMail: true, publicUrl: 'https://spillway.example.com' } }, '--account-mail: needs mailServer'],
  [{ flags: { limits: 'generous' } }, /^--limits: .*vendor/],
])('names the bad setting: %j', (sources, message) => {
  expect(() => readConfig(sources)).toThrow(message)
})

it('names the file of a bad setting, and a broken file', () => {
  expect(() => readConfig({ file: file('c.yaml', 'retention: 3') })).toThrow(/retention in .*c\.yaml: no such setting/)
  expect(() => readConfig({ file: file('d.yaml', '{') })).toThrow(ConfigError)
  expect(() => readConfig({ file: file('e.yaml', '- 1') })).toThrow('must hold settings by name')
  expect(() => readConfig({ file: join(directory, 'absent.yaml') })).toThrow(/absent\.yaml: ENOENT/)
})

it('takes the requests a minute from the profile unless told otherwise', () => {
  expect(requestsPerMinute(readConfig({ flags: { limits: 'vendor' } }))).toBe(120)
  expect(requestsPerMinute(readConfig({ flags: { limits: 'off' } }))).toBe(0)
  expect(requestsPerMinute(readConfig({ flags: { limits: 'vendor', requestsPerMinute: 7 } }))).toBe(7)
})
