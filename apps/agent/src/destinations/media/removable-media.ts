import { basename } from 'node:path'
import { type Destination, unknownMedium } from '../destination.ts'
import type { Mount } from '../mounts.ts'
import { type BlockDevice, blockDeviceOf, isRemovable } from './block-device.ts'
import { describeMedium } from './medium-facts.ts'

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

/**
 * Removable media among the mounts. `named` are kernel names of devices, such as `loop0`, that count as removable
 * whatever the kernel says of them.
 */
export const findRemovableMedia = async (
  mounts: readonly Mount[],
  sources: MediaSources,
  named: ReadonlySet<string>,
): Promise<readonly Destination[]> => {
  const onDisks = mounts.filter(({ fileSystem, path }) => diskFileSystems.has(fileSystem) && path !== '/')
  const found = await Promise.all(onDisks.map((mount) => asDestination(mount, sources, named)))
  return found.filter((destination) => destination !== null)
}

const asDestination = async (
  mount: Mount,
  { sys, dev }: MediaSources,
  named: ReadonlySet<string>,
): Promise<Destination | null> => {
  const device = await blockDeviceOf(mount, sys)
  // What the kernel does not show is judged by where it is mounted.
  if (!device) return usualRoots.some((root) => root.test(mount.path)) ? unknown(mount) : null
  if (!isNamed(device, named) && !(await isRemovable(device))) return null
  return { kind: 'removable-media', root: mount.path, medium: await describeMedium(mount, device, dev) }
}

const isNamed = ({ volume, partition, disk }: BlockDevice, named: ReadonlySet<string>): boolean =>
  [volume, partition, disk].some((folder) => named.has(basename(folder)))

const unknown = ({ path }: Mount): Destination => ({
  kind: 'removable-media',
  root: path,
  medium: unknownMedium(basename(path)),
})
