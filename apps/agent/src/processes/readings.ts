import { isAbsolute, resolve } from 'node:path'
import type { Transfer } from './command-lines.ts'
import type { ProcFiles } from './proc-files.ts'
import type { Suspect } from './process-list.ts'

/** A file that a program has open, or that its command line names. */
export interface Found {
  readonly suspect: Suspect
  readonly path: string
  /** What the command line says; null for browsers and programs of one service. */
  readonly transfer: Transfer | null
}

/** Milliseconds after which a file that was closed meanwhile and is open again was taken once more. */
const forgetAfter = 60_000
const mostRemembered = 5_000
/** Command lines with more files than this are taken by what is open. */
const mostNamed = 100

/** Finds the files that programs read, each once as long as it stays open. */
export const createReadings = (
  proc: Pick<ProcFiles, 'filesBeingRead'>,
  isWanted: (path: string) => boolean,
  now: () => number,
) => {
  const transfers = new WeakMap<Suspect, Transfer | null>()
  const seen = new WeakMap<Suspect, Map<string, number>>()

  /** The files a command line names are found at the first look. */
  const named = (suspect: Suspect): readonly string[] => {
    if (suspect.program.kind !== 'transfer' || transfers.has(suspect)) return []
    const transfer = suspect.program.read(suspect.arguments)
    transfers.set(suspect, transfer)
    const paths = (transfer?.files ?? []).slice(0, mostNamed)
    return paths.flatMap((path) => absolute(path, suspect.workingFolder)).filter(isWanted)
  }
  const isNew = (suspect: Suspect, path: string): boolean => {
    const paths = seen.get(suspect) ?? new Map<string, number>()
    seen.set(suspect, paths)
    const last = paths.get(path)
    if (paths.size >= mostRemembered) paths.clear()
    paths.set(path, now())
    return last === undefined || now() - last > forgetAfter
  }
  return (suspect: Suspect): readonly Found[] => {
    const first = named(suspect)
    const transfer = transfers.get(suspect) ?? null
    if (suspect.program.kind === 'transfer' && transfer === null) return []
    const paths = new Set([...first, ...proc.filesBeingRead(suspect.pid, isWanted)])
    return [...paths].filter((path) => isNew(suspect, path)).map((path) => ({ suspect, path, transfer }))
  }
}

const absolute = (path: string, folder: string | null): string[] => {
  if (isAbsolute(path)) return [resolve(path)]
  return folder === null || path === '-' ? [] : [resolve(folder, path)]
}
