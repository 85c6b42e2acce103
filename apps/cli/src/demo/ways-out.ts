import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders in the watched home through which files leave. */
export interface WaysOut {
  /** Synced by Dropbox, as the settings of that program in the home folder say; there is no such program here. */
  readonly dropbox: string
  /** Stands in for a USB stick, because the agent is told so. */
  readonly stick: string
}

/** Makes the folders, and the settings by which the agent recognises a private Dropbox. */
export const prepareWaysOut = async (home: string): Promise<WaysOut> => {
  const ways = { dropbox: join(home, 'Dropbox'), stick: join(home, 'STICK') }
  for (const folder of [ways.dropbox, ways.stick, join(home, '.dropbox')]) await mkdir(folder, { recursive: true })
  const personal = { path: ways.dropbox, host: 1, is_team: false, subscription_type: 'Basic' }
  await writeWhereNew(join(home, '.dropbox', 'info.json'), JSON.stringify({ personal }))
  return ways
}

/** A file written again would be reported as changed. */
const writeWhereNew = async (path: string, text: string): Promise<void> => {
  const before = await readFile(path, 'utf8').catch(() => null)
  if (before !== text) await writeFile(path, text)
}
