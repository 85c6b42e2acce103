import { basename } from 'node:path'
import { removableMediumOf } from './block-device.ts'
import { type Destination, unknownMedium } from './destination.ts'
import { type Mount, readMounts } from './mounts.ts'

export interface MediaSources {
  readonly mountList: string
  readonly sys: string
  readonly dev: string
}

export const linuxMediaSources: MediaSources = { mountList: '/proc/self/mountinfo', sys: '/sys', dev: '/dev' }

/** Where desktops mount what a user plugs in. */
const usualRoots = [/^\/media\/./, /^\/run\/media\/[^/]+\/./]

const diskFileSystems = new Set([
  'vfat',
  'exfat',
  'ntfs',
  'ntfs3',
  'fuseblk',
  'ext2',
  'ext3',
  'ext4',
  'hfsplus',
  'udf',
  'iso9660',
  'xfs',
  'btrfs',
  'f2fs',
])

/** Removable media plugged in now. */
export const findRemovableMedia = async (sources: MediaSources): Promise<readonly Destination[]> => {
  const mounts = (await readMounts(sources.mountList)).filter(({ fileSystem }) => diskFileSystems.has(fileSystem))
  const found = await Promise.all(mounts.map((mount) => asDestination(mount, sources)))
  return found.filter((destination) => destination !== null)
}

const asDestination = async (mount: Mount, sources: MediaSources): Promise<Destination | null> => {
  if (mount.path === '/') return null
  const known = await removableMediumOf(mount, sources)
  const isUsualRoot = usualRoots.some((pattern) => pattern.test(mount.path))
  const medium = known ?? (isUsualRoot ? unknownMedium(basename(mount.path)) : null)
  return medium && { kind: 'removable-media', root: mount.path, medium }
}
