import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { arch, homedir, hostname, networkInterfaces, platform, release, type } from 'node:os'

/** Facts of the machine the agent runs on. */
export interface Machine {
  readonly hostname: string
  /** `Linux`, `Mac OS X` or `Windows`, as the events name it. */
  readonly operatingSystem: string
  /** Distribution or release, with the processor architecture. */
  readonly osVersion: string
  readonly home: string
  /** Of the processor, as Node names it: `x64`, `arm64`. */
  readonly architecture: string
  /** Name in the IANA database. */
  readonly timeZone: string
  /** Tells this installation of the operating system from others; null where it has no such mark. */
  readonly machineId: string | null
  /** Addresses now; they change while the agent runs. */
  readonly privateIp: () => readonly string[]
  /** The one address that others on the network would use; null without a network. */
  readonly address: () => string | null
}

const systemNames: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'Mac OS X', win32: 'Windows' }

export const thisMachine = async (): Promise<Machine> => ({
  hostname: hostname(),
  operatingSystem: systemNames[platform()] ?? type(),
  osVersion: `${(await distribution()) ?? release()} ${arch()}`,
  home: homedir(),
  architecture: arch(),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  machineId: await hashedMachineId(),
  address: () => mainAddress(Object.values(networkInterfaces()).flatMap((list = []) => list)),
  privateIp: () => [...new Set(Object.values(networkInterfaces()).flatMap((list = []) => list.map(addressOf)))],
})

const addressOf = ({ address }: { address: string }): string => address

/** machine-id(5) is to stay on its machine, so a hash for this purpose alone goes out. */
const hashedMachineId = async (): Promise<string | null> => {
  const id = (await readFile('/etc/machine-id', 'utf8').catch(() => '')).trim()
  return id === '' ? null : createHash('sha256').update(`spillway-agent\0${id}`).digest('hex').slice(0, 32)
}

/** The first address that leads elsewhere, an IPv4 one where there is one. */
export const mainAddress = (
  addresses: readonly { readonly address: string; readonly family: string; readonly internal: boolean }[],
): string | null => {
  const outward = addresses.filter(({ address, internal }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
  return (outward.find(({ family }) => family === 'IPv4') ?? outward[0])?.address ?? null
}

/** `PRETTY_NAME` of os-release(5). */
const distribution = async (): Promise<string | null> => {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? null
}
