import { basename, dirname } from 'node:path'
import { type Account, type SyncFolder, syncFolder } from './sync-folder.ts'

type Known = Partial<Account>

const personal: Known = { accountType: 'PERSONAL' }
const business = (name: string | undefined): Known => ({ accountType: 'BUSINESS', accountName: name ?? null })
const mailbox = (email: string | undefined): Known => ({ accountEmail: email ?? null })

/** Names that sync programs give to their folders, with what the name tells of the account. */
const folderNames: readonly (readonly [RegExp, string, (match: RegExpExecArray) => Known])[] = [
  [/^Dropbox$/, 'Dropbox', () => ({})],
  [/^Dropbox[ -]\(?Personal\)?$/, 'Dropbox', () => personal],
  [/^Dropbox \((.+)\)$/, 'Dropbox', (match) => business(match[1])],
  [/^OneDrive$/, 'OneDrive', () => ({})],
  [/^OneDrive ?- ?Personal$/, 'OneDrive', () => personal],
  [/^OneDrive ?- ?(.+)$/, 'OneDrive', (match) => business(match[1])],
  [/^(Google ?Drive|My Drive)$/i, 'Google Drive', () => ({})],
  [/^Google ?Drive[ -](.+@.+)$/i, 'Google Drive', (match) => mailbox(match[1])],
  [/^Box([ -](Sync|Box))?$/, 'Box', () => ({})],
  [/^iCloud ?Drive$/i, 'iCloud', () => personal],
  [/^com~apple~CloudDocs$/, 'iCloud', () => personal],
  [/^MEGA(sync)?$/, 'Mega', () => ({})],
  [/^Nextcloud$/, 'Nextcloud', () => ({})],
  [/^ownCloud$/i, 'ownCloud', () => ({})],
  [/^pCloud ?Drive$/i, 'pCloud', () => ({})],
  [/^Proton ?Drive$/i, 'Proton Drive', () => ({})],
  [/^SynologyDrive$/, 'Synology Drive', () => ({})],
  [/^Yandex\.Disk$/, 'Yandex Disk', () => ({})],
]

/** Folders below which macOS keeps the folders of sync programs. */
const cloudParents = /\/Library\/(CloudStorage|Mobile Documents)$/

/**
 * Finds the sync folder a file lies in. A folder counts by its name where such programs put it: in the home folder,
 * in macOS' place for them, or at the top of what is watched; a folder "Box" deep in a project is just a folder.
 */
export const createSyncFolders = (homes: readonly string[]) => {
  const known = new Map<string, SyncFolder | null>()
  const tops = new Set(homes)
  const find = (folder: string): SyncFolder | null => {
    const seen = known.get(folder)
    if (seen !== undefined) return seen
    const parent = dirname(folder)
    const found = recognise(folder, tops.has(folder) || tops.has(parent) || cloudParents.test(parent))
    const result = found ?? (parent === folder ? null : find(parent))
    if (known.size >= rememberedFolders) known.clear()
    known.set(folder, result)
    return result
  }
  return { find: (path: string): SyncFolder | null => find(dirname(path)) }
}

const rememberedFolders = 10_000

const recognise = (folder: string, isUsualPlace: boolean): SyncFolder | null => {
  if (!isUsualPlace) return null
  for (const [pattern, service, account] of folderNames) {
    const match = pattern.exec(basename(folder))
    if (match) return syncFolder(folder, service, account(match))
  }
  return null
}
