import { serviceAt } from '@spillway/content'
import type { Mount } from '../mounts.ts'
import { type Remotes, remoteNameOf, remoteServiceOf } from './rclone.ts'
import { type SyncFolder, syncFolder } from './sync-folder.ts'

/** Programs that show a service as a file system, by the type or the source of the mount. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/^fuse\.google-drive-ocamlfuse /, 'Google Drive'],
  [/^fuse\.onedriver /, 'OneDrive'],
  [/^fuse\.s3fs /, 'Amazon S3'],
  [/^fuse\.gcsfuse /, 'Google Cloud Storage'],
  [/^fuse\S* pcloud/i, 'pCloud'],
]

/** Mounts that are a cloud service: rclone's with the remote behind them, WebDAV shares and other programs' drives. */
export const cloudMounts = (mounts: readonly Mount[], remotes: readonly Remotes[]): readonly SyncFolder[] =>
  mounts.flatMap((mount) => {
    if (!mount.fileSystem.startsWith('fuse')) return []
    const found = mount.fileSystem === 'fuse.rclone' ? rcloneMount(mount, remotes) : programMount(mount)
    return found ? [found] : []
  })

const rcloneMount = ({ path, source }: Mount, remotes: readonly Remotes[]): SyncFolder | null => {
  const name = remoteNameOf(source)
  if (name === null) return null
  for (const known of remotes) {
    const found = remoteServiceOf(name, known)
    if (found) return syncFolder(path, found.service, found)
    if (known.has(name)) return null
  }
  // Somewhere else it is all the same.
  return syncFolder(path, 'rclone', { accountName: name })
}

const programMount = ({ path, fileSystem, source }: Mount): SyncFolder | null => {
  const service = programs.find(([pattern]) => pattern.test(`${fileSystem} ${source}`))?.[1] ?? webShare(source)
  return service ? syncFolder(path, service) : null
}

const webShare = (source: string): string | null => {
  const url = /^https?:/.test(source) ? URL.parse(source) : null
  return url && (serviceAt(url.hostname, url.pathname)?.name ?? url.hostname)
}
