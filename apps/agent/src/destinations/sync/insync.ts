import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type SyncFolder, syncFolder } from './sync-folder.ts'

const services: readonly string[] = ['Google Drive', 'OneDrive', 'Dropbox']

/** Folders of Insync, by its layout `~/Insync/<address>/<service>`; older versions had no folder for the service. */
export const insyncFolders = async (home: string): Promise<readonly SyncFolder[]> => {
  const names = await readdir(join(home, 'Insync')).catch(() => [])
  const accounts = names.filter((name) => /^[^@\s]+@[^@\s]+$/.test(name))
  const found = await Promise.all(accounts.map((address) => accountFolders(join(home, 'Insync', address), address)))
  return found.flat()
}

const accountFolders = async (root: string, accountEmail: string): Promise<SyncFolder[]> => {
  const parts = (await readdir(root).catch(() => [])).filter((name) => services.includes(name))
  if (parts.length === 0) return [syncFolder(root, 'Google Drive', { accountEmail })]
  return parts.map((service) => syncFolder(join(root, service), service, { accountEmail }))
}
