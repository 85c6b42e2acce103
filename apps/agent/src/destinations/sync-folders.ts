import { basename, dirname } from 'node:path'
import type { Destination } from './destination.ts'

type Account = Pick<Extract<Destination, { kind: 'sync-app' }>, 'accountName' | 'accountType' | 'accountEmail'>

const noAccount: Account = { accountName: null, accountType: null, accountEmail: null }
const personal: Account = { ...noAccount, accountType: 'PERSONAL' }
const business = (name: string | undefined): Account => ({
  ...noAccount,
  accountType: 'BUSINESS',
  accountName: name ?? null,
})
const mailbox = (email: string | undefined): Account => ({ ...noAccount, accountEmail: email ?? null })

/** Names that sync programs give to their folders, with what the name tells of the account. */
const folderNames: readonly (readonly [RegExp, string, (match: RegExpExecArray) => Account])[] = [
  [/^Dropbox$/, 'Dropbox', () => noAccount],
  [/^Dropbox[ -]\(?Personal\)?$/, 'Dropbox', () => personal],
  [/^Dropbox \((.+)\)$/, 'Dropbox', (match) => business(match[1])],
  [/^OneDrive$/, 'OneDrive', () => noAccount],
  [/^OneDrive ?- ?Personal$/, 'OneDrive', () => personal],
  [/^OneDrive ?- ?(.+)$/, 'OneDrive', (match) => business(match[1])],
  [/^(Google ?Drive|My Drive)$/i, 'Google Drive', () => noAccount],
  [/^Google ?Drive[ -](.+@.+)$/i, 'Google Drive', (match) => mailbox(match[1])],
  [/^Box([ -](Sync|Box))?$/, 'Box', () => noAccount],
  [/^iCloud ?Drive$/i, 'iCloud', () => personal],
  [/^com~apple~CloudDocs$/, 'iCloud', () => personal],
]

/** Folders below which macOS keeps the folders of sync programs. */
const cloudParents = /\/Library\/(CloudStorage|Mobile Documents)$/

/**
 * Finds the sync folder a file lies in. A folder counts by its name where such programs put it: in the home folder,
 * in macOS' place for them, or at the top of what is watched; a folder "Box" deep in a project is just a folder.
 */
export const createSyncFolders = (homes: readonly string[]) => {
  const known = new Map<string, Destination | null>()
  const tops = new Set(homes)
  const find = (folder: string): Destination | null => {
    const seen = known.get(folder)
    if (seen !== undefined) return seen
    const parent = dirname(folder)
    const found = recognise(folder, tops.has(folder) || tops.has(parent) || cloudParents.test(parent))
    const result = found ?? (parent === folder ? null : find(parent))
    if (known.size >= rememberedFolders) known.clear()
    known.set(folder, result)
    return result
  }
  return { find: (path: string): Destination | null => find(dirname(path)) }
}

const rememberedFolders = 10_000

const recognise = (folder: string, isUsualPlace: boolean): Destination | null => {
  if (!isUsualPlace) return null
  for (const [pattern, service, account] of folderNames) {
    const match = pattern.exec(basename(folder))
    if (match) return { kind: 'sync-app', root: folder, service, ...account(match) }
  }
  return null
}
