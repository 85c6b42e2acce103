import { readFile } from 'node:fs/promises'
import { replaceFile } from './files.ts'

/** A batch that was, or is about to be, sent. It is repeated with the same bounds until the server answers. */
export interface InFlight {
  readonly last: number
  /** Unnumbered losses announced with it. */
  readonly dropped: number
}

export interface SpoolState {
  /** Names the run of numbers; a spool that starts afresh gets another. */
  readonly stream: string
  /** Last number the server has answered for. */
  readonly delivered: number
  readonly inFlight: InFlight | null
  /** Events lost for want of room: not yet announced, and in all. */
  readonly unannounced: number
  readonly droppedTotal: number
}

export const readState = async (path: string, newStream: () => string): Promise<SpoolState> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return null
  })
  if (text !== null) return JSON.parse(text) as SpoolState
  return { stream: newStream(), delivered: 0, inFlight: null, unannounced: 0, droppedTotal: 0 }
}

export const writeState = (path: string, state: SpoolState): Promise<void> =>
  replaceFile(path, (handle) => handle.writeFile(`${JSON.stringify(state)}\n`))
