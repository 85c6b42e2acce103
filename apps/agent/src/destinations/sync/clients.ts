import { dropboxFolders, maestralFolders } from './dropbox.ts'
import { insyncFolders } from './insync.ts'
import { oneDriveFolders } from './onedrive.ts'
import { ownServerFolders, syncthingFolders } from './own-servers.ts'
import type { SyncFolder } from './sync-folder.ts'

/** Each knows the settings of one kind of program. */
const readers: readonly ((home: string) => Promise<readonly SyncFolder[]>)[] = [
  dropboxFolders,
  maestralFolders,
  oneDriveFolders,
  ownServerFolders,
  syncthingFolders,
  insyncFolders,
]

/** Folders that the sync programs of these users say they sync. Settings that cannot be read tell nothing. */
export const configuredFolders = async (homes: readonly string[]): Promise<readonly SyncFolder[]> => {
  const found = await Promise.all(homes.flatMap((home) => readers.map((read) => read(home).catch(() => []))))
  return found.flat()
}
