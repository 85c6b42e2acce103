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
  /** Addresses now; they change while the agent runs. */
  readonly privateIp: () => readonly string[]
}

const systemNames: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'Mac OS X', win32: 'Windows' }

export const thisMachine = async (): Promise<Machine> => ({
  hostname: hostname(),
  operatingSystem: systemNames[platform()] ?? type(),
  osVersion: `${(await distribution()) ?? release()} ${arch()}`,
  home: homedir(),
  privateIp: () => [...new Set(Object.values(networkInterfaces()).flatMap((list = []) => list.map(addressOf)))],
})

const addressOf = ({ address }: { address: string }): string => address

/** `PRETTY_NAME` of os-release(5). */
const distribution = async (): Promise<string | null> => {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? null
}
