import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readSections, type Section } from '../settings-text.ts'
import { readText } from '../text-file.ts'
import { type Account, inHome, type SyncFolder, syncFolder } from './sync-folder.ts'

/**
 * Folders of the `onedrive` client: one folder of settings for each account, `~/.config/onedrive` unless told otherwise.
 * A folder of settings without a `sync_dir` of its own syncs `~/OneDrive`.
 */
export const oneDriveFolders = async (home: string): Promise<readonly SyncFolder[]> => {
  const names = await readdir(join(home, '.config')).catch(() => [])
  const accounts = names.filter((name) => /^onedrive($|[-_.])/i.test(name))
  const found = await Promise.all(accounts.map((name) => folderOf(home, join(home, '.config', name))))
  return found.filter((folder) => folder !== null)
}

const folderOf = async (home: string, directory: string): Promise<SyncFolder | null> => {
  const files: readonly string[] = await readdir(directory).catch(() => [])
  // Signed in, or set up: the folder alone may be left over.
  if (!files.includes('config') && !files.includes('refresh_token')) return null
  const settings = readSections((await readText(join(directory, 'config'))) ?? '').get('')
  return syncFolder(inHome(home, settings?.get('sync_dir') || '~/OneDrive'), 'OneDrive', {
    accountType: settings ? accountTypeOf(settings) : null,
  })
}

/** Tenants, SharePoint libraries and drives `b!…` are of companies; the drive of a person has 16 hexadecimal digits. */
const accountTypeOf = (settings: Section): Account['accountType'] => {
  const drive = settings.get('drive_id') ?? ''
  if (settings.get('azure_tenant_id') || settings.get('sync_business_shared_items') === 'true') return 'BUSINESS'
  if (drive.startsWith('b!')) return 'BUSINESS'
  return /^[0-9a-f]{15,16}$/i.test(drive) ? 'PERSONAL' : null
}
