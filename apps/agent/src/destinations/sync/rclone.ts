import { join } from 'node:path'
import { readSections, type Section } from '../settings-text.ts'
import { readText } from '../text-file.ts'
import type { Account } from './sync-folder.ts'

export type Remotes = ReadonlyMap<string, Section>

/** Service behind a remote of rclone, with what its settings say of the account. */
export interface RemoteService extends Partial<Account> {
  readonly service: string
}

const serviceNames: Readonly<Record<string, string>> = {
  box: 'Box',
  drive: 'Google Drive',
  dropbox: 'Dropbox',
  iclouddrive: 'iCloud',
  mega: 'Mega',
  onedrive: 'OneDrive',
  pcloud: 'pCloud',
  protondrive: 'Proton Drive',
  s3: 'Amazon S3',
  sharefile: 'Sharefile',
  sugarsync: 'SugarSync',
  yandex: 'Yandex Disk',
  zoho: 'Zoho WorkDrive',
}

const webdavVendors: Readonly<Record<string, string>> = {
  nextcloud: 'Nextcloud',
  owncloud: 'ownCloud',
  sharepoint: 'OneDrive',
  'sharepoint-ntlm': 'OneDrive',
}

/** A remote may stand on another (encrypted, joined, renamed); a longer chain is a ring. */
const longestChain = 5

/** Remotes of one user. An encrypted list tells nothing. */
export const readRemotes = async (home: string): Promise<Remotes> => {
  const text =
    (await readText(join(home, '.config/rclone/rclone.conf'))) ?? (await readText(join(home, '.rclone.conf'))) ?? ''
  return /^RCLONE_ENCRYPT/m.test(text) ? new Map() : readSections(text)
}

/** Name of the remote in `name:path`; rclone appends what was set on the command line as `{hash}`. */
export const remoteNameOf = (source: string): string | null => /^([^:{}/]+)(?:\{[^}]*\})?:/.exec(source)?.[1] ?? null

/** What a remote leads to; null for one that is not known or stays on the machine. */
export const remoteServiceOf = (name: string, remotes: Remotes, depth = longestChain): RemoteService | null => {
  const settings = remotes.get(name)
  const type = settings?.get('type')
  if (!settings || !type || type === 'local' || depth === 0) return null
  const below = remoteNameOf(settings.get('remote') ?? '')
  if (below !== null) return remoteServiceOf(below, remotes, depth - 1)
  const service = type === 'webdav' ? webdavVendors[settings.get('vendor') ?? ''] : serviceNames[type]
  return { service: service ?? type, ...accountOf(type, settings) }
}

const accountOf = (type: string, settings: Section): Partial<Account> => {
  const user = settings.get('user') ?? ''
  return { accountType: accountTypeOf(type, settings), accountEmail: user.includes('@') ? user : null }
}

const accountTypeOf = (type: string, settings: Section): Account['accountType'] => {
  if (type === 'onedrive') return driveTypes[settings.get('drive_type') ?? ''] ?? null
  const mark = { drive: 'team_drive', dropbox: 'impersonate' }[type]
  if (mark !== undefined && settings.get(mark)) return 'BUSINESS'
  return type === 'box' && settings.get('box_sub_type') === 'enterprise' ? 'BUSINESS' : null
}

const driveTypes: Readonly<Record<string, Account['accountType']>> = {
  personal: 'PERSONAL',
  business: 'BUSINESS',
  documentLibrary: 'BUSINESS',
}
