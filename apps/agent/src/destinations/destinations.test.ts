import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder, writeWithin } from '../testing/helpers.ts'
import { createDestinations } from './destinations.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const put = (path: string, content: string) => writeWithin(folder.path, path, content)
const root = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw'
const usual = '91 27 0:77 / /run/media/ann/PHOTOS rw - exfat /dev/sdc1 rw'

const open = (watch: string[] = []) =>
  createDestinations({
    homes: [join(folder.path, 'home')],
    watch,
    removableFolders: [],
    removableDevices: [],
    media: { mountList: join(folder.path, 'mounts'), sys: join(folder.path, 'sys'), dev: join(folder.path, 'dev') },
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

it('prefers what is named over media, media over sync folders, and the inner of two folders', async () => {
  await put('mounts', `${root}\n${usual}`)
  await put('home/.dropbox/info.json', JSON.stringify({ personal: { path: '/run/media/ann/PHOTOS/Dropbox' } }))
  await put('home/.config/onedrive/config', 'sync_dir = "/data/cloud"')
  await put('home/.config/onedrive-work/config', 'sync_dir = "/data/cloud/work"\nazure_tenant_id = "acme"')
  const destinations = await open()
  expect(destinations.of('/run/media/ann/PHOTOS/Dropbox/x')).toMatchObject({ kind: 'removable-media' })
  expect(destinations.of('/data/cloud/x')).toMatchObject({ service: 'OneDrive', accountType: null })
  expect(destinations.of('/data/cloud/work/x')).toMatchObject({ accountType: 'BUSINESS' })
})

it('learns of sync programs that are set up later', async () => {
  await put('mounts', root)
  const destinations = await open()
  await put('home/.dropbox/info.json', JSON.stringify({ personal: { path: '/data/box' } }))
  for (let look = 0; look < 10; look += 1) await destinations.refresh()
  expect(destinations.of('/data/box/x')).toMatchObject({ service: 'Dropbox', accountType: 'PERSONAL' })
})
