import type { ProcFiles } from './proc-files.ts'
import { argumentsOf, type Program, programOf } from './programs.ts'

/** A running program that may take files out. */
export interface Suspect {
  readonly pid: number
  readonly program: Program
  readonly executable: string | null
  readonly uid: number | null
  readonly arguments: readonly string[]
  readonly workingFolder: string | null
}

interface Known {
  looks: number
  name: string | null
  suspect: Suspect | null
}

/** A process is a copy of its parent before it becomes another program: it is looked at a few times. */
const firstLooks = 4
/** After that, seldom. */
const looksPerLook = 20
/** Names read at one look, so that a build that starts thousands of programs does not keep the agent busy. */
const mostNames = 300

/** Keeps track of the programs of interest among all processes. */
export const createProcessList = (proc: ProcFiles, own: number) => {
  const known = new Map<number, Known>()

  const recognise = (pid: number, name: string): Suspect | null => {
    const commandLine = proc.commandLine(pid)
    const program = programOf(name, commandLine)
    if (!program) return null
    return {
      pid,
      program,
      executable: proc.executable(pid),
      uid: proc.owner(pid),
      arguments: argumentsOf(name, commandLine),
      workingFolder: proc.workingFolder(pid),
    }
  }
  const look = (pid: number, entry: Known): void => {
    const name = proc.name(pid)
    if (name === entry.name || name === null) return
    entry.name = name
    entry.suspect = recognise(pid, name)
  }

  return {
    /** The programs of interest that run now. The same one is the same object each time. */
    now: (): readonly Suspect[] => {
      const running = new Set(proc.processes())
      running.delete(own)
      for (const pid of known.keys()) if (!running.has(pid)) known.delete(pid)
      let names = 0
      for (const pid of running) {
        const entry = known.get(pid) ?? { looks: 0, name: null, suspect: null }
        known.set(pid, entry)
        const isDue = entry.looks < firstLooks || entry.looks % looksPerLook === 0
        if (isDue && names++ >= mostNames) continue
        if (isDue) look(pid, entry)
        entry.looks += 1
      }
      return [...known.values()].flatMap(({ suspect }) => suspect ?? [])
    },
  }
}
