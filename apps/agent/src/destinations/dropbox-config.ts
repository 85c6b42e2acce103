import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Destination } from './destination.ts'

interface DropboxAccount {
  readonly path?: unknown
}

/** Folders named by Dropbox's own `info.json` (keys `personal` and `business`), wherever the user put them. */
export const readDropboxFolders = async (home: string): Promise<readonly Destination[]> => {
  const text = await readFile(join(home, '.dropbox', 'info.json'), 'utf8').catch(() => '{}')
  const accounts = Object.entries(parse(text))
  return accounts.flatMap(([kind, { path }]): Destination[] => {
    if (typeof path !== 'string') return []
    const accountType = kind === 'business' ? 'BUSINESS' : 'PERSONAL'
    return [{ kind: 'sync-app', root: path, service: 'Dropbox', accountName: null, accountType, accountEmail: null }]
  })
}

const parse = (text: string): Record<string, DropboxAccount> => {
  try {
    return JSON.parse(text) as Record<string, DropboxAccount>
  } catch {
    return {}
  }
}
