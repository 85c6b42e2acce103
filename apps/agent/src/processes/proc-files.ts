import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Facts of running processes as the kernel shows them, see proc(5). Read without waiting in between: the files are in
 * memory, and the way through the thread pool would cost ten times as much. What is gone or not shown is null or empty.
 */
export interface ProcFiles {
  readonly processes: () => readonly number[]
  /** Name of the program, cut after 15 characters. */
  readonly name: (pid: number) => string | null
  readonly commandLine: (pid: number) => readonly string[]
  readonly executable: (pid: number) => string | null
  readonly workingFolder: (pid: number) => string | null
  readonly owner: (pid: number) => number | null
  /** Paths of files opened for reading only, at most so many, of those that `isWanted`. */
  readonly filesBeingRead: (pid: number, isWanted: (path: string) => boolean) => readonly string[]
}

const mostDescriptors = 1_024
const longestCommandLine = 64 * 1024

export const createProcFiles = (proc = '/proc'): ProcFiles => {
  const file = (pid: number, name: string) => attempt(() => readFileSync(join(proc, `${pid}`, name), 'utf8'))
  const link = (pid: number, name: string) => attempt(() => readlinkSync(join(proc, `${pid}`, name)))
  const isReadOnly = (pid: number, descriptor: string) => {
    const flags = /^flags:\s*([0-7]+)/m.exec(file(pid, `fdinfo/${descriptor}`) ?? '')?.[1]
    // The two lowest bits, see open(2): 0 is O_RDONLY.
    return flags !== undefined && (Number.parseInt(flags, 8) & 3) === 0
  }
  return {
    processes: () => (attempt(() => readdirSync(proc)) ?? []).map(Number).filter((pid) => pid > 0),
    name: (pid) => file(pid, 'comm')?.trim() ?? null,
    commandLine: (pid) => (file(pid, 'cmdline') ?? '').slice(0, longestCommandLine).replace(/\0$/, '').split('\0'),
    executable: (pid) => link(pid, 'exe')?.replace(/ \(deleted\)$/, '') ?? null,
    workingFolder: (pid) => link(pid, 'cwd'),
    owner: (pid) => attempt(() => statSync(join(proc, `${pid}`)).uid),
    filesBeingRead: (pid, isWanted) => {
      const descriptors = attempt(() => readdirSync(join(proc, `${pid}`, 'fd'))) ?? []
      const wanted = descriptors.slice(0, mostDescriptors).flatMap((descriptor) => {
        const path = link(pid, `fd/${descriptor}`)
        return path !== null && isWanted(path) && isReadOnly(pid, descriptor) ? [path] : []
      })
      return [...new Set(wanted)]
    },
  }
}

const attempt = <T>(read: () => T): T | null => {
  try {
    return read()
  } catch {
    return null
  }
}
