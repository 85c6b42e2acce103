import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readSections } from '../settings-text.ts'
import { readText } from '../text-file.ts'
import { type Account, type SyncFolder, syncFolder } from './sync-folder.ts'

/** Folders named by Dropbox's own `info.json` (keys `personal` and `business`), wherever the user put them. */
export const dropboxFolders = async (home: string): Promise<readonly SyncFolder[]> => {
  const accounts = parse((await readText(join(home, '.dropbox/info.json'))) ?? '{}')
  return Object.entries(accounts).flatMap(([kind, told]) => {
    // Of a team's folder, the member's own part is only one.
    const root = textOf(told, 'root_path') ?? textOf(told, 'path')
    if (root === null) return []
    const isTeam = kind === 'business' || Reflect.get(Object(told), 'is_team') === true
    const account: Partial<Account> = isTeam
      ? { accountType: 'BUSINESS', accountName: teamOf(root) }
      : { accountType: 'PERSONAL' }
    return [syncFolder(root, 'Dropbox', account)]
  })
}

const parse = (text: string): object => {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? found : {}
  } catch {
    return {}
  }
}

const textOf = (told: unknown, key: string): string | null => {
  const value: unknown = Reflect.get(Object(told), key)
  return typeof value === 'string' && value !== '' ? value : null
}

/** Team folders are called `Dropbox (Acme)` or `Acme Dropbox`. */
const teamOf = (root: string): string | null => {
  const [, inBrackets, inFront] = /^(?:Dropbox \((.+)\)|(.+) Dropbox)$/.exec(basename(root)) ?? []
  return inBrackets ?? inFront ?? null
}

const maestralTypes: Readonly<Record<string, Account['accountType']>> = {
  business: 'BUSINESS',
  basic: 'PERSONAL',
  pro: 'PERSONAL',
}

/** Folders of Maestral, another client for Dropbox: one settings and one state file for each account. */
export const maestralFolders = async (home: string): Promise<readonly SyncFolder[]> => {
  const files = await readdir(join(home, '.config/maestral')).catch(() => [])
  const names = files.filter((file) => file.endsWith('.ini')).map((file) => basename(file, '.ini'))
  const found = await Promise.all(names.map((name) => maestralFolder(home, name)))
  return found.filter((folder) => folder !== null)
}

const maestralFolder = async (home: string, name: string): Promise<SyncFolder | null> => {
  const settings = readSections((await readText(join(home, `.config/maestral/${name}.ini`))) ?? '')
  const root = settings.get('sync')?.get('path') ?? settings.get('main')?.get('path')
  if (!root) return null
  const state = readSections((await readText(join(home, `.local/share/maestral/${name}.state`))) ?? '')
  const account = state.get('account')
  return syncFolder(inQuotes(root), 'Dropbox', {
    accountEmail: inQuotes(account?.get('email') ?? '') || null,
    accountType: maestralTypes[inQuotes(account?.get('type') ?? '')] ?? null,
  })
}

/** Texts of Python, which may stand in single quotes. */
const inQuotes = (text: string): string => /^'(.*)'$/.exec(text)?.[1] ?? text
