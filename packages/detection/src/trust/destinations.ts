import type { FileEvent } from '@spillway/event-model'
import { judgeAddress, judgeSyncAccount } from './account.ts'
import { type TrustReason, trustReasons } from './catalogue.ts'
import type { CompiledTrust } from './compile.ts'
import { judgeHost, judgeRepository, repositoryHost } from './host.ts'
import { plainHostName, readWebAddress, selfAndAbove } from './hosts.ts'
import { serviceObserved } from './providers.ts'
import { judgeTab } from './tab.ts'
import type { Verdict } from './untrusted.ts'

type Judgement = Verdict<TrustReason>

const publicLink = 'Anyone with the link'

/** A verdict on every destination that an event names. None where events of this kind are not evaluated for trust. */
export const judgeDestinations = (event: FileEvent, trust: CompiledTrust): readonly Judgement[] => {
  const { action, observer } = event.event
  if (action === 'file-emailed') return judgeRecipients(event, trust)
  if (action === 'file-shared') return judgeShares(event, trust)
  if (observer !== 'Endpoint' || action === null) return []
  if (action === 'sync-app-created' || action === 'sync-app-modified')
    return [judgeSyncAccount(event.destination, trust)]
  return action === 'application-read' ? judgeUpload(event, trust) : []
}

const judgeRecipients = ({ event, destination }: FileEvent, trust: CompiledTrust): Judgement[] => {
  const service = serviceObserved(event.observer)
  return destination.email.recipients.map((address) =>
    judgeAddress(address, 'EMAIL', service, trustReasons.emailRecipient, trust),
  )
}

/** Whoever has the link may be anybody. */
const judgeShares = ({ event, destination }: FileEvent, trust: CompiledTrust): Judgement[] => {
  const service = serviceObserved(event.observer)
  const people = destination.user.email.map((address) =>
    judgeAddress(address, 'CLOUD_SHARE', service, trustReasons.sharedWith, trust),
  )
  return event.shareType.includes(publicLink) ? [...people, { trusted: false, values: {} }] : people
}

const judgeUpload = (event: FileEvent, trust: CompiledTrust): Judgement[] => {
  const { destination, git, process } = event
  const { tabs, remoteHostname } = destination
  // The account belongs to the active tab; which of several that is, the event does not tell.
  const signedIn = tabs.length === 1 ? process.extension.loggedInUser : null
  return [
    ...tabs.map((tab) => judgeTab(tab, signedIn, trust)),
    ...(git.repositoryUri === null ? [] : [judgeRepository(git.repositoryUri, trust)]),
    ...(remoteHostname === null ? [] : [judgeHost(remoteHostname, 'FILE_TRANSFER', trustReasons.fileTransfer, trust)]),
    ...otherDomains(event).map((host) => judgeHost(host, 'FILE_UPLOAD', trustReasons.browserUrl, trust)),
  ]
}

/** Domains that are not merely the host of a tab, a repository or a transfer once more, or a domain above it. */
const otherDomains = ({ destination, git }: FileEvent): string[] => {
  if (destination.domains.length === 0) return []
  const named = [
    ...destination.tabs.map(({ url }) => (url === null ? '' : (readWebAddress(url)?.host ?? ''))),
    git.repositoryUri === null ? '' : repositoryHost(git.repositoryUri),
    destination.remoteHostname === null ? '' : plainHostName(destination.remoteHostname),
  ]
  const covered = new Set(named.flatMap(selfAndAbove))
  return destination.domains.filter((domain) => !covered.has(plainHostName(domain)))
}
