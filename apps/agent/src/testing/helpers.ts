import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

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
