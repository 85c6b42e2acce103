import { join } from 'node:path'
import { readSections, type Section } from '../settings-text.ts'
import { readText } from '../text-file.ts'
import { inHome, type SyncFolder, syncFolder } from './sync-folder.ts'

/** Clients of servers that companies and people run themselves; both keep the same kind of settings. */
const clients = [
  ['Nextcloud', '.config/Nextcloud/nextcloud.cfg'],
  ['ownCloud', '.config/ownCloud/owncloud.cfg'],
] as const

/** Folders of Nextcloud and ownCloud with the account `user@server`. */
export const ownServerFolders = async (home: string): Promise<readonly SyncFolder[]> => {
  const found = await Promise.all(
    clients.map(async ([service, file]) => foldersIn((await readText(join(home, file))) ?? '', service)),
  )
  return found.flat()
}

/** Keys are `<account>\Folders\<folder>\localPath`, with the account's own beside them. */
const foldersIn = (text: string, service: string): SyncFolder[] => {
  const accounts = readSections(text).get('Accounts') ?? new Map<string, string>()
  return [...accounts].flatMap(([key, path]) => {
    const number = /^(\d+)\\folders(?:withplaceholders)?\\[^\\]+\\localpath$/.exec(key)?.[1]
    return number === undefined
      ? []
      : [syncFolder(decoded(path), service, { accountName: accountName(accounts, number) })]
  })
}

const accountName = (accounts: Section, number: string): string | null => {
  const user = accounts.get(`${number}\\dav_user`) ?? accounts.get(`${number}\\webflow_user`)
  const server = URL.parse(accounts.get(`${number}\\url`) ?? '')?.host
  return user && server ? `${decoded(user)}@${server}` : (server ?? null)
}

/** Qt writes characters beyond ASCII as `\xe4`. */
const decoded = (value: string): string =>
  value.replace(/\\x([0-9a-f]{1,4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))

/** Folders that Syncthing shares with at least one other machine. */
export const syncthingFolders = async (home: string): Promise<readonly SyncFolder[]> => {
  const text =
    (await readText(join(home, '.local/state/syncthing/config.xml'))) ??
    (await readText(join(home, '.config/syncthing/config.xml'))) ??
    ''
  const folders = text.matchAll(/<folder\s([^>]*)>(.*?)<\/folder>/gs)
  return [...folders].flatMap(([, attributes = '', content = '']) => {
    const path = /\bpath="([^"]*)"/.exec(attributes)?.[1]
    const machines = content.match(/<device\s+id=/g)?.length ?? 0
    return path && machines > 1 ? [syncFolder(inHome(home, plainText(path)), 'Syncthing')] : []
  })
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#34': '"',
  '#39': "'",
}

const plainText = (xml: string): string => xml.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
