import { join } from 'node:path'
import type { Destination } from '../destination.ts'

export type SyncFolder = Extract<Destination, { kind: 'sync-app' }>
export type Account = Pick<SyncFolder, 'accountName' | 'accountType' | 'accountEmail'>

/** Domains under which only private people have addresses. */
const privateDomains = /@(gmail|googlemail|outlook|hotmail|live|msn|icloud|me|yahoo|gmx|proton|protonmail)\.[a-z.]+$/i

const noAccount: Account = { accountName: null, accountType: null, accountEmail: null }

/** A folder whose content a program takes elsewhere. An address of a private mail provider tells the account's type. */
export const syncFolder = (root: string, service: string, known: Partial<Account> = {}): SyncFolder => {
  const account = { ...noAccount, ...known }
  const isPrivate = account.accountEmail !== null && privateDomains.test(account.accountEmail)
  const accountType = account.accountType ?? (isPrivate ? 'PERSONAL' : null)
  return { kind: 'sync-app', root: withoutSlash(root), service, ...account, accountType }
}

/** A path of a settings file, in which `~` stands for the home folder. */
export const inHome = (home: string, path: string): string =>
  /^~(?=$|\/)/.test(path) ? join(home, path.slice(1)) : path

const withoutSlash = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, '') : path)
