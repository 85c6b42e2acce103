import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder, writeWithin } from '../../testing/helpers.ts'
import { configuredFolders } from './clients.ts'
import { cloudMounts } from './cloud-mounts.ts'
import { createSyncFolders } from './folder-names.ts'
import { readRemotes } from './rclone.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let home: string
beforeEach(async () => {
  folder = await temporaryFolder()
  home = join(folder.path, 'ann')
})
afterEach(() => folder.remove())

const put = (path: string, content: string) => writeWithin(home, path, content)
const told = async () =>
  (await configuredFolders([home])).map(({ root, service, accountType, accountName, accountEmail }) => [
    root.replace(home, '~'),
    service,
    accountType,
    accountName ?? accountEmail,
  ])

it('believes what Dropbox says about its folders', async () => {
  const accounts = {
    personal: { path: `${home}/Dropbox (Personal)`, host: 1, is_team: false, subscription_type: 'Basic' },
    business: { root_path: '/data/Acme Dropbox', path: '/data/Acme Dropbox/Ann Lee', host: 2, is_team: true },
    odd: { path: 7 },
    none: null,
  }
  await put('.dropbox/info.json', JSON.stringify(accounts))
  expect(await told()).toEqual([
    ['~/Dropbox (Personal)', 'Dropbox', 'PERSONAL', null],
    ['/data/Acme Dropbox', 'Dropbox', 'BUSINESS', 'Acme'],
  ])
})

it('believes Maestral, of several accounts', async () => {
  await put(
    '.config/maestral/maestral.ini',
    '[auth]\nkeyring = automatic\n\n[sync]\npath = /data/Dropbox\nupload = True\n',
  )
  await put('.local/share/maestral/maestral.state', '[account]\nemail = ann@example.org\ntype = business\n')
  await put('.config/maestral/second.ini', "[main]\npath = '/data/Mine'\n")
  await put('.config/maestral/unlinked.ini', '[sync]\npath = \n')
  expect(await told()).toEqual([
    ['/data/Dropbox', 'Dropbox', 'BUSINESS', 'ann@example.org'],
    ['/data/Mine', 'Dropbox', null, null],
  ])
})

it('believes the onedrive client, of several accounts', async () => {
  await put('.config/onedrive/refresh_token', 'secret')
  await put('.config/onedrive-acme/config', '# sync_dir = "~/x"\nsync_dir = "~/Acme files/"\nazure_tenant_id = "4b8"\n')
  await put('.config/onedrive_site/config', 'sync_dir = "/data/site"\ndrive_id = "b!0xyz"\n')
  await put('.config/onedrive.me/config', 'sync_dir = "~/Mine"\ndrive_id = "66d53be8a5056eca"\n')
  await put('.config/onedrive-left/items.sqlite3', '')
  await put('.config/onedriver/config.yml', 'log: debug')
  expect((await told()).sort()).toEqual([
    ['/data/site', 'OneDrive', 'BUSINESS', null],
    ['~/Acme files', 'OneDrive', 'BUSINESS', null],
    ['~/Mine', 'OneDrive', 'PERSONAL', null],
    ['~/OneDrive', 'OneDrive', null, null],
  ])
})

it('believes Nextcloud and ownCloud, with user and server', async () => {
  const settings = [
    '[General]',
    'clientVersion=3.9.0',
    '[Accounts]',
    '0\\Folders\\1\\localPath=/home/ann/Nextcloud/',
    '0\\Folders\\1\\targetPath=/',
    '0\\FoldersWithPlaceholders\\2\\localPath=/data/Gesch\\xe4\\x66t/',
    '0\\dav_user=ann',
    '0\\url=https://cloud.example.com/nc',
    '1\\Folders\\1\\localPath=/data/second',
    'version=2',
  ]
  await put('.config/Nextcloud/nextcloud.cfg', settings.join('\n'))
  await put(
    '.config/ownCloud/owncloud.cfg',
    '[Accounts]\n0\\Folders\\1\\localPath=/data/own\n0\\url=https://oc.example.com',
  )
  expect(await told()).toEqual([
    ['/home/ann/Nextcloud', 'Nextcloud', null, 'ann@cloud.example.com'],
    ['/data/Geschäft', 'Nextcloud', null, 'ann@cloud.example.com'],
    ['/data/second', 'Nextcloud', null, null],
    ['/data/own', 'ownCloud', null, 'oc.example.com'],
  ])
})

it('believes Syncthing about folders it shares, and Insync by its layout', async () => {
  const shared = (path: string, devices: number) =>
    `<folder id="a" label="A" path="${path}" type="sendreceive">${'<device id="X" introducedBy=""></device>'.repeat(devices)}</folder>`
  await put(
    '.config/syncthing/config.xml',
    `<configuration>${shared('~/R&amp;D', 2)}\n${shared('~/alone', 1)}</configuration>`,
  )
  await put('Insync/ann@gmail.com/Google Drive/a', '')
  await put('Insync/ann@example.com/OneDrive/a', '')
  await put('Insync/old@gmail.com/a', '')
  expect((await told()).sort()).toEqual([
    ['~/Insync/ann@example.com/OneDrive', 'OneDrive', null, 'ann@example.com'],
    ['~/Insync/ann@gmail.com/Google Drive', 'Google Drive', 'PERSONAL', 'ann@gmail.com'],
    ['~/Insync/old@gmail.com', 'Google Drive', 'PERSONAL', 'old@gmail.com'],
    ['~/R&D', 'Syncthing', null, null],
  ])
})

it.each(['{', '[]', '"text"', 'null', '', '\u0000'.repeat(50)])(
  'takes damaged settings (%j) for none',
  async (content) => {
    const files = [
      '.dropbox/info.json',
      '.config/Nextcloud/nextcloud.cfg',
      '.config/maestral/a.ini',
      '.config/syncthing/config.xml',
    ]
    for (const file of files) await put(file, content)
    expect(await told()).toEqual([])
  },
)

it('is not held up by a pipe, a folder or a ring of links in place of settings', async () => {
  await mkdir(join(home, '.dropbox/info.json'), { recursive: true })
  await mkdir(join(home, '.config'))
  await symlink('maestral', join(home, '.config/maestral'))
  await mkdir(join(home, '.config/Nextcloud'))
  await symlink('/dev/zero', join(home, '.config/Nextcloud/nextcloud.cfg'))
  expect(await told()).toEqual([])
})

const remotes = `
[work]
type = onedrive
token = {"access_token":"secret"}
drive_id = b!xyz
drive_type = business
[mine]
type = onedrive
drive_type = personal
[team]
type = drive
team_drive = 0AB
[secret]
type = crypt
remote = team:vault
[ring]
type = alias
remote = ring:
[disk]
type = local
[mega]
type = mega
user = ann@gmail.com
[own]
type = webdav
vendor = nextcloud
url = https://cloud.example.com/remote.php/dav
[corp]
type = box
box_sub_type = enterprise
[host]
type = sftp
`
const mount = (source: string, fileSystem = 'fuse.rclone') => ({
  device: '0:60',
  path: `/m/${source}`,
  fileSystem,
  source,
})

it.each([
  ['work:', { service: 'OneDrive', accountType: 'BUSINESS' }],
  ['mine:Documents', { service: 'OneDrive', accountType: 'PERSONAL' }],
  ['team{xY12}:', { service: 'Google Drive', accountType: 'BUSINESS' }],
  ['secret:', { service: 'Google Drive', accountType: 'BUSINESS' }],
  ['mega:', { service: 'Mega', accountType: 'PERSONAL', accountEmail: 'ann@gmail.com' }],
  ['own:', { service: 'Nextcloud', accountType: null }],
  ['corp:', { service: 'Box', accountType: 'BUSINESS' }],
  ['host:', { service: 'sftp' }],
  ['unheard:', { service: 'rclone', accountName: 'unheard' }],
])('rclone shows %s', async (source, expected) => {
  await put('.config/rclone/rclone.conf', remotes)
  const known = [new Map(), await readRemotes(home)]
  expect(cloudMounts([mount(source)], known)).toMatchObject([{ root: `/m/${source}`, ...expected }])
})

it('rclone shows what stays on the machine, or nothing: an encrypted list or a ring of remotes tells nothing', async () => {
  await put('.config/rclone/rclone.conf', remotes)
  const known = [await readRemotes(home)]
  expect(cloudMounts([mount('disk:/srv'), mount('ring:'), mount('no remote')], known)).toEqual([])
  await put('.config/rclone/rclone.conf', '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nabc=\n')
  expect(await readRemotes(home)).toEqual(new Map())
})

it.each([
  ['fuse.google-drive-ocamlfuse', 'google-drive-ocamlfuse', 'Google Drive'],
  ['fuse.onedriver', 'onedriver', 'OneDrive'],
  ['fuse', 'pCloud.fs', 'pCloud'],
  ['fuse', 'https://cloud.example.com/remote.php/webdav', 'cloud.example.com'],
  ['fuse', 'https://acme.sharepoint.com/sites/x', 'OneDrive'],
  ['fuse.sshfs', 'ann@host:/home', undefined],
  ['fuse.gvfsd-fuse', 'gvfsd-fuse', undefined],
  ['ext4', '/dev/sda1', undefined],
])('a mount of type %s from %s', (fileSystem, source, service) => {
  expect(cloudMounts([mount(source, fileSystem)], [])[0]?.service).toBe(service)
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
  ['/Users/ann/Library/CloudStorage/GoogleDrive-ann@gmail.com/a', { accountType: 'PERSONAL' }],
  ['/home/ann/MEGA/a', { service: 'Mega' }],
  ['/home/ann/Nextcloud/a', { service: 'Nextcloud', accountType: null }],
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
