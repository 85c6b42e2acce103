import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { attachLoopDevice, type LoopDevice } from '@spillway/testkit/loop-device'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder, writeWithin } from '../../testing/helpers.ts'
import { readMounts } from '../mounts.ts'
import { findRemovableMedia, linuxMediaSources } from './removable-media.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const put = (path: string, content: string) => writeWithin(folder.path, path, content)
const putAll = async (base: string, files: Readonly<Record<string, string>>) => {
  for (const [name, content] of Object.entries(files)) await put(`${base}/${name}`, `${content}\n`)
}
const link = async (path: string, target: string) => {
  await mkdir(dirname(join(folder.path, path)), { recursive: true })
  await symlink(target, join(folder.path, path))
}
/** A device as the kernel lists it: by number and by name. */
const register = async (number: string, place: string) => {
  await link(`sys/dev/block/${number}`, join(folder.path, place))
  await link(`sys/class/block/${place.slice(place.lastIndexOf('/') + 1)}`, join(folder.path, place))
}
const find = async (mounts: readonly string[], named: readonly string[] = []) => {
  await put('mounts', `${mounts.join('\n')}\n`)
  const sources = {
    mountList: join(folder.path, 'mounts'),
    sys: join(folder.path, 'sys'),
    dev: join(folder.path, 'dev'),
  }
  return findRemovableMedia(await readMounts(sources.mountList), sources, new Set(named))
}
const roots = async (mounts: readonly string[], named: readonly string[] = []) =>
  (await find(mounts, named)).map(({ root }) => root)

const rootMount = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw'
const usb = 'sys/devices/pci0000:00/0000:00:14.0/usb1/1-2'
const stickDisk = `${usb}/1-2:1.0/host6/target6:0:0/6:0:0:0/block/sdb`
const stickMount = '90 27 8:17 / /mnt/My\\040Stick rw,nosuid shared:5 - vfat /dev/sdb1 rw'

/** The parts of /sys and /dev/disk that describe a stick, as the kernel and udev lay them out. */
const plugInStick = async (more: Readonly<Record<string, string>> = {}) => {
  await putAll(usb, { idVendor: '0781', manufacturer: 'SanDisk', product: 'Ultra', serial: '4C53', ...more })
  await putAll(stickDisk, { removable: '1', size: '60063744', 'device/model': 'Ultra USB 3.0', 'sdb1/partition': '1' })
  await register('8:17', `${stickDisk}/sdb1`)
  await link('dev/disk/by-label/MY\\x20ST\\xc3\\x84NDER', '../../sdb1')
  await link('dev/disk/by-uuid/ABCD-1234', '../../sdb1')
}

describe('by what the kernel says, as captured from machines with such devices', () => {
  it('a USB stick is removable, with its facts', async () => {
    await plugInStick()
    const memory = '93 27 0:30 / /media/tmp rw - tmpfs tmpfs rw'
    expect(await find([rootMount, stickMount, memory])).toEqual([
      {
        kind: 'removable-media',
        root: '/mnt/My Stick',
        medium: {
          vendor: 'SanDisk',
          name: 'Ultra',
          serialNumber: '4C53',
          capacity: 60_063_744 * 512,
          busType: 'USB',
          mediaName: 'Ultra USB 3.0',
          volumeName: ['MY STÄNDER'],
          partitionId: ['ABCD-1234'],
        },
      },
    ])
  })

  it('an encrypted stick is removable through what lies over it, and named after the opened volume', async () => {
    await plugInStick()
    const opened = 'sys/devices/virtual/block/dm-3'
    await putAll(opened, { size: '60000000', 'dm/uuid': 'CRYPT-LUKS2' })
    await link(`${opened}/slaves/sdb1`, join(folder.path, stickDisk, 'sdb1'))
    await register('253:3', opened)
    await link('dev/disk/by-label/VAULT', '../../dm-3')
    const [found] = await find(['90 27 253:3 / /run/media/ann/VAULT rw - ext4 /dev/mapper/luks-1 rw'])
    expect(found).toMatchObject({ medium: { serialNumber: '4C53', volumeName: ['VAULT'], partitionId: ['ABCD-1234'] } })
  })

  it('a stick with btrfs is found by the name of its device: its number is made up', async () => {
    await plugInStick()
    expect(await roots(['90 27 0:51 /sub /mnt/b rw - btrfs /dev/sdb1 rw'])).toEqual(['/mnt/b'])
  })

  it('an external disk is removable although it does not call itself so, a built-in one on USB is not', async () => {
    await plugInStick()
    await put(`${stickDisk}/removable`, '0\n')
    expect(await roots([stickMount])).toEqual(['/mnt/My Stick'])
    await put(`${usb}/removable`, 'fixed\n')
    expect(await roots([stickMount])).toEqual([])
  })

  it('a card is removable, a chip that is soldered in is not', async () => {
    const host = 'sys/devices/platform/mmc_host'
    for (const [number, type] of [
      [0, 'MMC'],
      [1, 'SD'],
    ] as const) {
      const disk = `${host}/mmc${number}/mmc${number}:1/block/mmcblk${number}`
      await putAll(disk, { removable: '0', 'device/type': type, 'device/name': `N${number}`, 'device/serial': '0x1f' })
      await put(`${disk}/mmcblk${number}p1/partition`, '1')
      await register(`179:${number * 8 + 1}`, `${disk}/mmcblk${number}p1`)
    }
    const mounts = [0, 1].map((n) => `9${n} 27 179:${n * 8 + 1} / /media/m${n} rw - ext4 /dev/mmcblk${n}p1 rw`)
    expect(await find(mounts)).toMatchObject([
      { root: '/media/m1', medium: { name: 'N1', serialNumber: '0x1f', busType: 'SD' } },
    ])
  })

  it('a drive behind a port that can be unplugged is removable', async () => {
    const port = 'sys/devices/pci0000:00/0000:00:1d.4/0000:05:00.0'
    const disk = `${port}/nvme/nvme1/nvme1n1`
    await putAll(port, { removable: 'removable' })
    await putAll(disk, { removable: '0', size: '2048', 'device/model': 'T9', 'device/serial': 'S9' })
    await register('259:5', disk)
    expect(await find(['9 27 259:5 / /mnt/tb rw - xfs /dev/nvme1n1 rw'])).toMatchObject([
      { medium: { name: 'T9', serialNumber: 'S9', capacity: 1_048_576, busType: 'NVMe' } },
    ])
  })

  it('a built-in disk is not, even where desktops mount media', async () => {
    await putAll('sys/devices/pci0/ata1/host0/block/sda', { removable: '0', size: '9' })
    await register('8:0', 'sys/devices/pci0/ata1/host0/block/sda')
    const mounts = ['91 27 8:0 / /media/ann/DATA rw - ext4 /dev/sda rw', '92 27 254:1 / /srv rw - ext4 /dev/vdb rw']
    expect(await roots(mounts)).toEqual([])
    expect(await roots(mounts, ['sda'])).toEqual(['/media/ann/DATA'])
  })
})

describe('by what this kernel says of a real device', () => {
  let place: Awaited<ReturnType<typeof temporaryFolder>>
  let loop: LoopDevice | { readonly without: string }
  beforeAll(async () => {
    place = await temporaryFolder()
    loop = await attachLoopDevice(place.path)
  })
  afterAll(async () => {
    if ('device' in loop) await loop.detach()
    await place.remove()
  })

  it('a loop device is not removable, unless it is named as a stand-in', async (context) => {
    if ('without' in loop) {
      console.warn(`NOT RUN: media on a real block device. This machine gives none: ${loop.without}`)
      return context.skip(loop.without)
    }
    const folder = join(place.path, 'STICK')
    await loop.mount(folder)
    try {
      const mounts = await readMounts(linuxMediaSources.mountList)
      const found = async (named: readonly string[]) =>
        (await findRemovableMedia(mounts, linuxMediaSources, new Set(named))).filter(({ root }) => root === folder)
      expect(await found([])).toEqual([])
      expect(await found([loop.device.slice('/dev/'.length)])).toEqual([
        {
          kind: 'removable-media',
          root: folder,
          medium: {
            vendor: null,
            name: null,
            serialNumber: null,
            capacity: 8 * 1024 * 1024,
            busType: 'Loop',
            mediaName: null,
            volumeName: ['STICK'],
            partitionId: expect.any(Array),
          },
        },
      ])
    } finally {
      await loop.unmount(folder)
    }
  })
})
