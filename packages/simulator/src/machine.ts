import type { Random } from './random.ts'

/** The computer of a person, as an endpoint agent would describe it. */
export interface Machine {
  readonly deviceUid: string
  readonly hostName: string
  readonly domain: string
  readonly platform: Platform
  readonly operatingSystem: string
  /** Address at home. At work it is that of the office. */
  readonly homeIp: string
  readonly privateIp: readonly string[]
  /** Home folder with a closing slash. */
  readonly home: string
  readonly browser: { readonly name: string; readonly executable: string }
  readonly editor: string
}

export type Platform = 'windows' | 'mac' | 'linux'

const systems: Readonly<Record<Platform, readonly string[]>> = {
  windows: ['Windows 10', 'Windows 11', 'Windows 11'],
  mac: ['Mac OS X'],
  linux: ['Linux'],
}

const homes: Readonly<Record<Platform, string>> = { windows: 'C:/Users/', mac: '/Users/', linux: '/home/' }

const browsers: Readonly<Record<Platform, readonly (readonly [string, string])[]>> = {
  windows: [
    ['Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
    ['Microsoft Edge', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'],
  ],
  mac: [
    ['Google Chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['Safari', '/Applications/Safari.app/Contents/MacOS/Safari'],
  ],
  linux: [['Firefox', '/usr/lib/firefox/firefox']],
}

const editors: Readonly<Record<Platform, string>> = {
  windows: 'C:/Windows/explorer.exe',
  mac: '/System/Library/CoreServices/Finder.app/Contents/MacOS/Finder',
  linux: '/usr/bin/nautilus',
}

/** A machine for a person; engineers get Macs and Linux more often than others. */
export const createMachine = (
  random: Random,
  owner: { userName: string; technical: boolean; domain: string; index: number },
): Machine => {
  const platform = choosePlatform(random, owner.technical)
  const hostName = nameHost(random, platform, owner.userName)
  const [name, executable] = random.pick(browsers[platform])
  return {
    deviceUid: random.digits(18),
    hostName,
    domain: `${hostName.toLowerCase()}.corp.${owner.domain}`,
    platform,
    operatingSystem: random.pick(systems[platform]),
    homeIp: `203.0.113.${1 + (owner.index % 254)}`,
    privateIp: privateAddresses(random, platform, owner.index),
    home: `${homes[platform]}${owner.userName}/`,
    browser: { name, executable },
    editor: editors[platform],
  }
}

const choosePlatform = (random: Random, technical: boolean): Platform => {
  const draw = random.next()
  if (technical) return draw < 0.25 ? 'windows' : draw < 0.8 ? 'mac' : 'linux'
  return draw < 0.72 ? 'windows' : 'mac'
}

const nameHost = (random: Random, platform: Platform, userName: string): string => {
  const tag = random.hex(4).toUpperCase()
  if (platform === 'windows') return `LAPTOP-${tag}${random.digits(3)}`
  return platform === 'mac' ? `${userName.replace('.', '-')}-mbp-${tag}` : `ws-${userName.replace('.', '-')}-${tag}`
}

const privateAddresses = (random: Random, platform: Platform, index: number): string[] => {
  const local = `10.${(index >> 12) & 255}.${(index >> 4) & 255}.${16 + random.integer(200)}`
  const scope = { windows: 'eth3', mac: 'en0', linux: 'wlp2s0' }[platform]
  const scoped = `fe80:0:0:0:${random.hex(4)}:${random.hex(4)}:${random.hex(4)}:${random.hex(4)}%${scope}`
  return [local, scoped, '127.0.0.1', '0:0:0:0:0:0:0:1']
}
