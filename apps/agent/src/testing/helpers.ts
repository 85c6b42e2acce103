import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Writes a file, and the folders above it where they are missing. */
export const writeWithin = async (folder: string, path: string, content: string): Promise<void> => {
  const full = join(folder, path)
  await mkdir(dirname(full), { recursive: true })
  await writeFile(full, content)
}

/** A temporary folder that goes when `remove` is called. */
export const temporaryFolder = async (): Promise<{ path: string; remove: () => Promise<void> }> => {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'spillway-agent-')))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Waits until something holds; says what did not when it takes too long. */
export const until = async (what: string, holds: () => boolean, milliseconds = 10_000): Promise<void> => {
  for (const end = performance.now() + milliseconds; !holds(); await wait(10)) {
    if (performance.now() > end) throw new Error(`Waited in vain until ${what}`)
  }
}
