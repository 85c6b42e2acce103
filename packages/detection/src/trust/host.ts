import { type TrustAction, type TrustReason, trustReasons } from './catalogue.ts'
import type { CompiledTrust } from './compile.ts'
import { grantOf } from './grants.ts'
import { plainHostName } from './hosts.ts'
import { trustsHost, trustsRepository } from './lookup.ts'
import type { Verdict } from './untrusted.ts'
import { repositoryForm } from './values.ts'

/** A host as a destination: of an upload whose tab is not known, or of a file-transfer tool. */
export const judgeHost = (
  name: string,
  action: TrustAction,
  reason: TrustReason,
  trust: CompiledTrust,
): Verdict<TrustReason> => {
  const host = plainHostName(name)
  if (trustsHost(trust, host, grantOf(action))) return { trusted: true, reason }
  return { trusted: false, values: { domains: [host] } }
}

const push = grantOf('GIT_PUSH')

/** A remote repository as a destination. */
export const judgeRepository = (uri: string, trust: CompiledTrust): Verdict<TrustReason> => {
  if (trustsRepository(trust, uri, push) || trustsHost(trust, repositoryHost(uri), push))
    return { trusted: true, reason: trustReasons.repository }
  return { trusted: false, values: { gitRepositoryUris: [uri] } }
}

/** Host of a repository; empty for one in a folder. */
export const repositoryHost = (uri: string): string => {
  const form = repositoryForm(uri)
  return form.slice(0, Math.max(0, form.indexOf('/')))
}
