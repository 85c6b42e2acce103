import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Adds to package-lock.json the optional packages for other platforms that npm leaves out when the registry it was
 * written with does not carry them: `npm ci` refuses a lockfile without them. Run it after `npm install`.
 */

interface Entry {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}
interface Lock {
  packages: Record<string, Entry>
}

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const systems = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openharmony']
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'arm']

/** Platform packages say in their names what they are for. */
const entryFor = (name: string, version: string, dev: boolean): Entry | null => {
  const part = name.slice(name.lastIndexOf('/') + 1)
  const os = systems.find((system) => part.includes(system))
  const cpu = processors.find((processor) => part.includes(processor))
  if (os === undefined || cpu === undefined) return null
  const libc = part.includes('musl') ? { libc: ['musl'] } : {}
  return { version, cpu: [cpu], ...(dev && { dev }), ...libc, optional: true, os: [os] }
}

const exact = /^\d+\.\d+\.\d+[\w.+-]*$/

export const complete = (lock: Lock): string[] => {
  const added: string[] = []
  for (const { dev = false, optionalDependencies = {} } of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const key = `node_modules/${name}`
      const entry = exact.test(version) ? entryFor(name, version, dev) : null
      if (lock.packages[key] !== undefined || entry === null) continue
      lock.packages[key] = entry
      added.push(name)
    }
  }
  return added
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(path, 'utf8')) as Lock
  const added = complete(lock)
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`${added.length} packages added: ${added.join(', ')}`)
}
