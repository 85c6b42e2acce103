import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** Settings files and kernel attributes are small; what is larger is none. */
const largest = 1024 * 1024

/** A small file as text, without white space at its ends; null when it is empty, missing, no file or too large. */
export const readText = async (path: string): Promise<string | null> => {
  // Without waiting: a pipe that nobody writes to would hold the agent up.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null)
  if (!handle) return null
  try {
    const stats = await handle.stat()
    if (!stats.isFile() || stats.size > largest) return null
    return (await handle.readFile('utf8')).trim() || null
  } catch {
    return null
  } finally {
    await handle.close()
  }
}
