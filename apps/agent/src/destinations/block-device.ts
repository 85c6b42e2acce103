import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { RemovableMedium } from './destination.ts'
import type { Mount } from './mounts.ts'

const sectorBytes = 512

/** What `/sys` and `/dev/disk` say about the device of a mount; null when it is built in or unknown. */
export const removableMediumOf = async (
  mount: Mount,
  system: { sys: string; dev: string },
): Promise<RemovableMedium | null> => {
  const partition = await realpath(join(system.sys, 'dev/block', mount.device)).catch(() => null)
  if (!partition) return null
  const disk = (await text(join(partition, 'partition'))) === null ? partition : dirname(partition)
  const onUsb = /\/usb\d+\//.test(disk)
  if (!onUsb && (await text(join(disk, 'removable'))) !== '1') return null
  return describe(mount, partition, disk, onUsb, system.dev)
}

const describe = async (
  mount: Mount,
  partition: string,
  disk: string,
  onUsb: boolean,
  dev: string,
): Promise<RemovableMedium> => {
  const usb = onUsb ? await usbDeviceOf(disk) : null
  const ofUsb = (name: string) => (usb ? text(join(usb, name)) : null)
  const model = await text(join(disk, 'device/model'))
  const sectors = Number((await text(join(disk, 'size'))) ?? Number.NaN)
  return {
    vendor: (await ofUsb('manufacturer')) ?? (await text(join(disk, 'device/vendor'))),
    name: (await ofUsb('product')) ?? model,
    serialNumber: (await ofUsb('serial')) ?? (await text(join(disk, 'device/serial'))),
    capacity: Number.isNaN(sectors) ? null : sectors * sectorBytes,
    busType: onUsb ? 'USB' : null,
    mediaName: model,
    volumeName: [(await nameOf(partition, join(dev, 'disk/by-label'))) ?? basename(mount.path)],
    partitionId: [await nameOf(partition, join(dev, 'disk/by-uuid'))].filter((id) => id !== null),
  }
}

/** The nearest folder above the disk that bears a USB device's facts. */
const usbDeviceOf = async (disk: string): Promise<string | null> => {
  for (let folder = dirname(disk); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await text(join(folder, 'idVendor'))) !== null) return folder
  }
  return null
}

/** The link in a `/dev/disk/by-…` folder that leads to the partition. */
const nameOf = async (partition: string, folder: string): Promise<string | null> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const target = await readlink(join(folder, name)).catch(() => '')
    if (basename(target) === basename(partition)) return name.replaceAll('\\x20', ' ')
  }
  return null
}

const text = async (path: string): Promise<string | null> => {
  const content = await readFile(path, 'utf8').catch(() => null)
  return content?.trim() || null
}
