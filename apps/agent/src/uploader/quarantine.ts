import { appendFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Keeps events no server would take for somebody to look at, up to a size; the server sees their numbers missing. */
export const createQuarantine = (directory: string, mostBytes: number) => {
  const path = join(directory, 'quarantine.ndjson')
  return {
    path,
    keep: async (event: string): Promise<boolean> => {
      const { size } = await stat(path).catch(() => ({ size: 0 }))
      if (size + event.length > mostBytes) return false
      await appendFile(path, `${event}\n`, { mode: 0o600 })
      return true
    },
  }
}
