import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/helpers.ts'
import { createDestinations } from './destinations.ts'
import { createSyncFolders } from './sync-folders.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const put = async (path: string, content: string) => {
  const full = join(folder.path, path)
  await mkdir(dirname(full), { recursive: true })
  await writeFile(full, content)
}
const root = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw'
const stick = '90 27 8:17 / /mnt/My\\040Stick rw,nosuid shared:5 - vfat /dev/sdb1 rw'
const usual = '91 27 0:77 / /run/media/ann/PHOTOS rw - exfat /dev/sdc1 rw'
const builtIn = '92 27 254:1 / /srv rw - ext4 /dev/vdb rw'
const memory = '93 27 0:30 / /media/tmp rw - tmpfs tmpfs rw'

/** The parts of /sys and /dev/disk that describe a stick, as the kernel lays them out. */
const plugInStick = async () => {
  const usb = 'sys/devices/pci0/usb1/1-2'
  const disk = `${usb}/1-2:1.0/host6/target6/6:0:0:0/block/sdb`
  for (const [name, value] of [
    ['idVendor', '0781'],
    ['manufacturer', 'SanDisk'],
    ['product', 'Ultra'],
    ['serial', '4C53'],
  ]) {
    await put(`${usb}/${name}`, `${value}\n`)
  }
  await put(`${disk}/removable`, '1\n')
  await put(`${disk}/size`, '60063744\n')
  await put(`${disk}/device/model`, 'Ultra USB 3.0\n')
  await put(`${disk}/sdb1/partition`, '1\n')
  await put('sys/dev/block/none', '')
  await symlink(join(folder.path, disk, 'sdb1'), join(folder.path, 'sys/dev/block/8:17'))
  await put('dev/disk/by-label/none', '')
  await symlink('../../sdb1', join(folder.path, 'dev/disk/by-label/MY\\x20STICK'))
  await put('dev/disk/by-uuid/none', '')
  await symlink('../../sdb1', join(folder.path, 'dev/disk/by-uuid/ABCD-1234'))
}
const open = (watch: string[] = []) =>
  createDestinations({
    home: join(folder.path, 'home'),
    watch,
    removableFolders: [],
    media: { mountList: join(folder.path, 'mounts'), sys: join(folder.path, 'sys'), dev: join(folder.path, 'dev') },
  })

it('recognises a USB stick with its facts', async () => {
  await plugInStick()
  await put('mounts', `${[root, stick, builtIn, memory].join('\n')}\n`)
  const destinations = await open()
  expect(destinations.of('/mnt/My Stick/a/b.txt')).toEqual({
    kind: 'removable-media',
    root: '/mnt/My Stick',
    medium: {
      vendor: 'SanDisk',
      name: 'Ultra',
      serialNumber: '4C53',
      capacity: 60063744 * 512,
      busType: 'USB',
      mediaName: 'Ultra USB 3.0',
      volumeName: ['MY STICK'],
      partitionId: ['ABCD-1234'],
    },
  })
  expect(['/srv/x', '/media/tmp/x', '/etc/x', '/mnt/My Sticker/x'].map(destinations.of)).toEqual([
    null,
    null,
    null,
    null,
  ])
})

it('takes what desktops mount for a user as removable without knowing the device', async () => {
  await put('mounts', usual)
  expect((await open()).of('/run/media/ann/PHOTOS/1.jpg')).toMatchObject({ medium: { volumeName: ['PHOTOS'] } })
})

it('notices media that come and go', async () => {
  await put('mounts', root)
  const destinations = await open()
  await put('mounts', `${root}\n${usual}`)
  expect(await destinations.refresh()).toEqual({ came: ['/run/media/ann/PHOTOS'], went: [] })
  expect(await destinations.refresh()).toEqual({ came: [], went: [] })
  await put('mounts', root)
  expect(await destinations.refresh()).toEqual({ came: [], went: ['/run/media/ann/PHOTOS'] })
  expect(destinations.of('/run/media/ann/PHOTOS/1.jpg')).toBeNull()
})

it('announces media plugged in before the start, unless they are watched anyway', async () => {
  await put('mounts', usual)
  expect(await (await open()).refresh()).toMatchObject({ came: ['/run/media/ann/PHOTOS'] })
  expect(await (await open(['/run/media'])).refresh()).toMatchObject({ came: [] })
})

it('has no media where there is no list of mounts', async () => {
  expect((await open()).of('/Volumes/STICK/x')).toBeNull()
})

it.each([
  ['/home/ann/Dropbox/a', { service: 'Dropbox', accountType: null }],
  ['/home/ann/Dropbox (Personal)/a', { service: 'Dropbox', accountType: 'PERSONAL' }],
  ['/home/ann/Dropbox (Acme)/deep/down/a', { service: 'Dropbox', accountType: 'BUSINESS', accountName: 'Acme' }],
  ['/home/ann/OneDrive - Personal/a', { service: 'OneDrive', accountType: 'PERSONAL' }],
  ['/home/ann/OneDrive - Acme Ltd/a', { service: 'OneDrive', accountType: 'BUSINESS', accountName: 'Acme Ltd' }],
  ['/home/ann/Google Drive/a', { service: 'Google Drive', accountType: null }],
  ['/Users/ann/Library/CloudStorage/GoogleDrive-ann@x.com/a', { service: 'Google Drive', accountEmail: 'ann@x.com' }],
  ['/Users/ann/Library/CloudStorage/Box-Box/a', { service: 'Box' }],
  ['/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/a', { service: 'iCloud', accountType: 'PERSONAL' }],
  ['/data/watched/Box/a', { service: 'Box' }],
])('%s lies in a sync folder', (path, expected) => {
  expect(createSyncFolders(['/home/ann', '/data/watched']).find(path)).toMatchObject(expected)
})

it.each(['/home/ann/project/Box/a', '/home/ann/Dropbox', '/home/ann/Boxes/a', '/opt/OneDrive/a'])(
  '%s does not',
  (path) => {
    expect(createSyncFolders(['/home/ann']).find(path)).toBeNull()
  },
)

it('believes what Dropbox itself says about its folders', async () => {
  await put('mounts', root)
  await put('home/.dropbox/info.json', JSON.stringify({ business: { path: '/data/Work files', host: 1 } }))
  expect((await open()).of('/data/Work files/x')).toMatchObject({ service: 'Dropbox', accountType: 'BUSINESS' })
})
