import type { FileEvent } from '@spillway/event-model'
import { type TrustAction, type TrustProvider, type TrustReason, trustReasons } from './catalogue.ts'
import type { CompiledTrust } from './compile.ts'
import { grantOf } from './grants.ts'
import { mailDomains } from './hosts.ts'
import { trustsAccount, trustsHost } from './lookup.ts'
import { syncAppNamed } from './providers.ts'
import type { Verdict } from './untrusted.ts'

/** One mail address as a destination: of a recipient, or of somebody a file was shared with. */
export const judgeAddress = (
  address: string,
  action: TrustAction,
  provider: TrustProvider | null,
  reason: TrustReason,
  trust: CompiledTrust,
): Verdict<TrustReason> => {
  const grant = grantOf(action, provider)
  const domains = mailDomains(address)
  const strange = domains.filter((domain) => !trustsHost(trust, domain, grant))
  if (domains.length > 0 && strange.length === 0) return { trusted: true, reason }
  return { trusted: false, values: { domains: strange } }
}

/** The account of a sync app: known by its name, or by the addresses that are signed in, all of which must be trusted. */
export const judgeSyncAccount = (
  { name, accountName, user }: FileEvent['destination'],
  trust: CompiledTrust,
): Verdict<TrustReason> => {
  const app = syncAppNamed(name)
  const grant = grantOf('CLOUD_SYNC', app)
  if (accountName !== null && trustsAccount(trust, accountName, grant)) return { trusted: true, reason: syncAccount }
  const addresses = user.email.length > 0 ? user.email : accountName?.includes('@') ? [accountName] : []
  const verdicts = addresses.map((address) => judgeAddress(address, 'CLOUD_SYNC', app, syncAccount, trust))
  if (addresses.length > 0 && verdicts.every(({ trusted }) => trusted)) return { trusted: true, reason: syncAccount }
  const domains = verdicts.flatMap((verdict) => (verdict.trusted ? [] : (verdict.values.domains ?? [])))
  return { trusted: false, values: { domains, accountNames: accountName === null ? [] : [accountName] } }
}

const { syncAccount } = trustReasons
