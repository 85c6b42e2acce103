import { type FileEvent, type FileEventInput, parseFileEvent } from '@spillway/event-model'
import type { TrustAction, TrustProvider, TrustType } from '../catalogue.ts'
import { type EntryAction, everyAction, type TrustEntry } from '../entry.ts'

/** A whole event of what matters. */
export const eventOf = (input: FileEventInput): FileEvent => {
  const parsed = parseFileEvent({ '@timestamp': '2026-05-04T10:00:00.000Z', ...input })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.event
}

/** An entry, by default for everything that its type may be trusted for. */
export const entry = (
  type: TrustType,
  value: string,
  actions: readonly EntryAction[] = everyAction(type),
  isHighValueSource = false,
): TrustEntry => ({ type, value, actions, isHighValueSource })

/** A tab with an address, and a title beside it or alone. */
export const tab = (url: string | null, title: string | null = null) => ({ url, title })

type Destination = NonNullable<FileEventInput['destination']>

export const upload = (destination: Destination, more: FileEventInput = {}): FileEvent =>
  eventOf({ ...more, event: { action: 'application-read', observer: 'Endpoint' }, destination })

export const visit = (...urls: string[]): FileEvent => upload({ tabs: urls.map((url) => tab(url)) })
export const titled = (...titles: string[]): FileEvent => upload({ tabs: titles.map((title) => tab(null, title)) })
export const push = (repositoryUri: string): FileEvent => upload({}, { git: { repositoryUri } })
export const transfer = (remoteHostname: string): FileEvent => upload({ remoteHostname })

export const sync = (name: string, destination: Destination): FileEvent =>
  eventOf({ event: { action: 'sync-app-created', observer: 'Endpoint' }, destination: { name, ...destination } })

export const share = (observer: string, ...email: string[]): FileEvent =>
  eventOf({
    event: { action: 'file-shared', observer, shareType: ['Shared with specific people'] },
    destination: { user: { email } },
  })

export const mail = (observer: string, ...recipients: string[]): FileEvent =>
  eventOf({ event: { action: 'file-emailed', observer }, destination: { email: { recipients } } })

export const signedIn = (url: string, loggedInUser: string): FileEvent =>
  upload({ tabs: [tab(url)] }, { process: { extension: { loggedInUser } } })

/** A pair of action and provider, as the published table has them. */
export interface Pair {
  readonly action: TrustAction
  readonly provider: TrustProvider | null
}

export const pairsOf = (type: TrustType): Pair[] =>
  everyAction(type).flatMap(({ type: action, providers }): Pair[] =>
    providers.length === 0 ? [{ action, provider: null }] : providers.map((provider) => ({ action, provider })),
  )

export const only = ({ action, provider }: Pair): EntryAction[] => [
  { type: action, providers: provider === null ? [] : [provider] },
]
