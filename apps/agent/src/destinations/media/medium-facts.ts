import { readdir, readlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { RemovableMedium } from '../destination.ts'
import type { Mount } from '../mounts.ts'
import { readText } from '../text-file.ts'
import { type BlockDevice, busOf } from './block-device.ts'

const sectorBytes = 512

/** What `/sys` and `/dev/disk` say about a medium. */
export const describeMedium = async (mount: Mount, device: BlockDevice, dev: string): Promise<RemovableMedium> => {
  const { disk, partition, volume } = device
  const usb = busOf(disk) === 'USB' ? await usbDeviceOf(disk) : null
  const ofUsb = async (name: string) => (usb ? readText(join(usb, name)) : null)
  const ofDisk = (name: string) => readText(join(disk, 'device', name))
  const model = (await ofDisk('model')) ?? (await ofDisk('name'))
  const sectors = Number((await readText(join(disk, 'size'))) ?? Number.NaN)
  return {
    vendor: (await ofUsb('manufacturer')) ?? (await ofDisk('vendor')),
    name: (await ofUsb('product')) ?? model,
    serialNumber: (await ofUsb('serial')) ?? (await ofDisk('serial')),
    capacity: Number.isNaN(sectors) ? null : sectors * sectorBytes,
    busType: busOf(disk),
    mediaName: model,
    volumeName: [(await linkTo(volume, join(dev, 'disk/by-label'))) ?? basename(mount.path)],
    partitionId: [await linkTo(partition, join(dev, 'disk/by-uuid'))].filter((id) => id !== null),
  }
}

/** The nearest folder above the disk that bears a USB device's facts. */
const usbDeviceOf = async (disk: string): Promise<string | null> => {
  for (let folder = dirname(disk); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await readText(join(folder, 'idVendor'))) !== null) return folder
  }
  return null
}

/** The link in a `/dev/disk/by-…` folder that leads to the device; udev writes odd characters as `\x20`. */
const linkTo = async (device: string, folder: string): Promise<string | null> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const target = await readlink(join(folder, name)).catch(() => '')
    if (basename(target) === basename(device)) return unescapeHex(name)
  }
  return null
}

const unescapeHex = (text: string): string =>
  text.replace(/(?:\\x[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8'))
