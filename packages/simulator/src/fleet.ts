import type { Machine } from './machine.ts'
import type { Organization, Person } from './organization.ts'
import { createRandom, type Random } from './random.ts'

/** How far one machine has come with backing up to one destination. */
export interface SampleUsage {
  readonly destination: string
  readonly archive: string
  readonly selectedFiles: number
  readonly selectedBytes: number
  readonly archiveBytes: number
  /** 0 to 100. */
  readonly percentComplete: number
  readonly lastBackup: string
  readonly lastCompletedBackup: string
}

export interface SampleMachine {
  readonly uid: string
  readonly name: string
  readonly hostname: string
  /** Position of the owner among the people. */
  readonly owner: number
  readonly active: boolean
  readonly osName: string
  readonly osVersion: string
  readonly osArch: string
  readonly version: string
  readonly agentType: string
  readonly address: string
  readonly remoteAddress: string
  readonly serialNumber: string
  readonly createdAt: string
  readonly lastConnected: string
  /** Bits: 1 and 2 connection warning and critical. */
  readonly alertState: number
  readonly usage: readonly SampleUsage[]
}

interface FleetOptions {
  readonly machines: number
  readonly until: Date
  readonly destinations: readonly { readonly guid: string }[]
  readonly active: readonly { readonly active: boolean }[]
}

const versions = ['2.1.0', '2.1.0', '2.1.0', '2.0.3', '2.0.1', '1.9.4', '11.4.1']
const systemVersions: Readonly<Record<Machine['platform'], readonly string[]>> = {
  windows: ['10.0.22631', '10.0.26100', '10.0.19045'],
  mac: ['15.3', '14.7.4', '15.5'],
  linux: ['6.8.0', '6.14.0'],
}
const dayMs = 86_400_000

/** The machines of a company: everybody's own, and second ones for some. */
export const createFleet = (organization: Organization, options: FleetOptions): SampleMachine[] => {
  const { people, seed } = organization
  const random = createRandom(`fleet ${seed}`)
  return Array.from({ length: people.length === 0 ? 0 : options.machines }, (_, index) => {
    const owner = index < people.length ? index : random.integer(people.length)
    return sampleMachine(people[owner] as Person, index, owner, options, random)
  })
}

const sampleMachine = (
  { machine }: Person,
  index: number,
  owner: number,
  { until, destinations, active }: FleetOptions,
  random: Random,
): SampleMachine => {
  const isSecond = index >= active.length
  const silentDays = random.chance(0.9) ? random.next() * 3 : random.next() * 90
  const lastConnected = new Date(until.getTime() - silentDays * dayMs)
  const backsUp = random.chance(0.7)
  return {
    uid: isSecond ? random.digits(18) : machine.deviceUid,
    name: isSecond ? `${machine.hostName}-2` : machine.hostName,
    hostname: machine.domain,
    owner,
    active: (active[owner]?.active ?? true) && !(isSecond && random.chance(0.05)),
    osName: machine.operatingSystem,
    osVersion: random.pick(systemVersions[machine.platform]),
    osArch: machine.platform === 'mac' ? 'aarch64' : 'x86_64',
    version: random.pick(versions),
    agentType: backsUp ? 'COMBINED' : 'CODE42AAT',
    address: `${machine.privateIp[0] ?? '10.0.0.1'}:4242`,
    remoteAddress: machine.homeIp,
    serialNumber: random.hex(12).toUpperCase(),
    createdAt: new Date(until.getTime() - (100 + random.integer(900)) * dayMs).toISOString(),
    lastConnected: lastConnected.toISOString(),
    alertState: silentDays > 14 ? 2 : silentDays > 7 ? 1 : 0,
    usage: backsUp ? destinations.slice(0, random.chance(0.25) ? 2 : 1).map(({ guid }) => usageOf(guid)) : [],
  }

  function usageOf(destination: string): SampleUsage {
    const [selectedFiles, share] = [10_000 + random.integer(400_000), random.chance(0.8) ? 1 : random.next()]
    const selectedBytes = selectedFiles * (20_000 + random.integer(200_000))
    const lastBackup = new Date(lastConnected.getTime() - random.integer(4 * 3_600_000))
    return {
      destination,
      archive: random.digits(18),
      selectedFiles,
      selectedBytes,
      archiveBytes: Math.floor(selectedBytes * share * 0.6),
      percentComplete: Math.round(share * 1000) / 10,
      lastBackup: lastBackup.toISOString(),
      lastCompletedBackup: new Date(lastBackup.getTime() - random.integer(2 * dayMs)).toISOString(),
    }
  }
}
