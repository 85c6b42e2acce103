import type { FileEvent } from '@spillway/event-model'
import type { CompiledTrust } from './compile.ts'
import { mailDomains, plainHostName, readWebAddress, selfAndAbove } from './hosts.ts'
import { pathEntry } from './lookup.ts'
import { isSlackHost, workspaceOfHost, workspaceOfTitle } from './slack.ts'
import { accountForm, repositoryForm } from './values.ts'

/** Where a file came from, as an event or an earlier one tells it. */
interface Source {
  readonly domains: readonly string[]
  readonly tabs: readonly { readonly url: string | null; readonly title: string | null }[]
  readonly accountName: string | null
  readonly addresses: readonly string[]
  readonly repositoryUri: string | null
}

/**
 * Whether the file of an event came from a place that the company marked as a source of high value. What to make of it is
 * for the scorer: moved to an untrusted place, such a file gets an indicator of its source.
 */
export const isFromHighValueSource = (event: FileEvent, trust: CompiledTrust): boolean =>
  trust.hasHighValue && sourcesOf(event).some((source) => isHighValue(source, trust))

const sourcesOf = ({ source, file }: FileEvent): Source[] => [
  {
    domains: source.domains,
    tabs: source.tabs,
    accountName: source.accountName,
    addresses: source.user.email,
    repositoryUri: null,
  },
  ...file.acquiredFrom.map((acquired) => ({
    domains: acquired.sourceDomains,
    tabs: acquired.tabs,
    accountName: acquired.sourceAccountName,
    addresses: acquired.sourceUser.email,
    repositoryUri: acquired.git.repositoryUri,
  })),
]

const isHighValue = (source: Source, trust: CompiledTrust): boolean => {
  const { DOMAIN, ACCOUNT_NAME, GIT_REPOSITORY_URI } = trust.byType
  const { accountName, repositoryUri } = source
  return (
    hostsOf(source).some((host) => selfAndAbove(host).some((name) => DOMAIN.get(name)?.highValue)) ||
    source.tabs.some((tab) => isHighValueTab(tab, trust)) ||
    (accountName !== null && ACCOUNT_NAME.get(accountForm(accountName))?.highValue === true) ||
    (repositoryUri !== null && GIT_REPOSITORY_URI.get(repositoryForm(repositoryUri))?.highValue === true)
  )
}

const hostsOf = ({ domains, addresses, repositoryUri }: Source): string[] => [
  ...domains.map(plainHostName),
  ...addresses.flatMap(mailDomains),
  ...(repositoryUri === null ? [] : [repositoryForm(repositoryUri).split('/', 1)[0] ?? '']),
]

const isHighValueTab = ({ url, title }: Source['tabs'][number], trust: CompiledTrust): boolean => {
  const address = url === null ? null : readWebAddress(url)
  if (url === null || !address) return isHighValueWorkspace(url === null ? workspaceOfTitle(title ?? '') : null, trust)
  if (selfAndAbove(address.host).some((name) => trust.byType.DOMAIN.get(name)?.highValue)) return true
  if (pathEntry(trust, url, address.host, ({ highValue }) => highValue)) return true
  if (!isSlackHost(address.host)) return false
  return [workspaceOfHost(address.host), workspaceOfTitle(title ?? '')].some((name) =>
    isHighValueWorkspace(name, trust),
  )
}

const isHighValueWorkspace = (name: string | null, trust: CompiledTrust): boolean =>
  name !== null && trust.byType.SLACK.get(name)?.highValue === true
