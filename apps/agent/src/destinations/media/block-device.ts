import { readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Mount } from '../mounts.ts'
import { readText } from '../text-file.ts'

/** A block device by its folders in sysfs. */
export interface BlockDevice {
  /** What is mounted, such as a partition or an opened encrypted volume. */
  readonly volume: string
  /** The partition that holds it; the disk where there are none. */
  readonly partition: string
  readonly disk: string
}

/** Encryption over a logical volume over a partition is as deep as it gets. */
const deepestStack = 4

/** The device behind a mount, through encryption and logical volumes; null where the kernel shows none. */
export const blockDeviceOf = async (mount: Mount, sys: string): Promise<BlockDevice | null> => {
  // File systems that span devices, such as btrfs, have numbers of their own: then the name of the device tells.
  const volume =
    (await followed(join(sys, 'dev/block', mount.device))) ??
    (await followed(join(sys, 'class/block', basename(mount.source))))
  if (volume === null) return null
  const partition = await lowest(volume, deepestStack)
  const isWhole = (await readText(join(partition, 'partition'))) === null
  return { volume, partition, disk: isWhole ? partition : dirname(partition) }
}

const followed = (path: string): Promise<string | null> => realpath(path).catch(() => null)

const lowest = async (device: string, depth: number): Promise<string> => {
  const [slave] = await readdir(join(device, 'slaves')).catch(() => [])
  const below = slave === undefined || depth === 0 ? null : await followed(join(device, 'slaves', slave))
  return below === null ? device : lowest(below, depth - 1)
}

/**
 * Whether the kernel takes a disk for something one unplugs: its own flag, an SD card (an eMMC chip is soldered in),
 * or a port that says so, and USB where the port does not say it is built in. See sysfs-block and sysfs-bus-usb.
 */
export const isRemovable = async ({ disk }: BlockDevice): Promise<boolean> => {
  if ((await readText(join(disk, 'removable'))) === '1') return true
  if ((await readText(join(disk, 'device/type'))) === 'SD') return true
  const port = await portOf(dirname(disk))
  return port === 'removable' || (busOf(disk) === 'USB' && port !== 'fixed')
}

const portOf = async (folder: string): Promise<string | null> => {
  if (folder === dirname(folder)) return null
  const said = await readText(join(folder, 'removable'))
  return said === 'removable' || said === 'fixed' ? said : portOf(dirname(folder))
}

const buses: readonly (readonly [RegExp, string])[] = [
  [/\/usb\d+\//, 'USB'],
  [/\/mmc_host\//, 'SD'],
  [/\/nvme\d+\//, 'NVMe'],
  [/\/ata\d+\//, 'ATA'],
  [/\/virtual\/block\/loop\d+/, 'Loop'],
]

/** The bus a disk hangs on, as its place in sysfs tells; null for buses that need no name here. */
export const busOf = (disk: string): string | null => buses.find(([pattern]) => pattern.test(disk))?.[1] ?? null
