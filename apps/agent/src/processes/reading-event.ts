import { serviceAt, serviceNamed } from '@spillway/content'
import type { FileEventInput } from '@spillway/event-model'
import type { RemoteService } from '../destinations/sync/rclone.ts'
import type { EventContext } from '../events/event-parts.ts'
import { buildReadEvent } from '../events/read-event.ts'
import type { FileFacts } from '../facts/facts.ts'
import type { Transfer } from './command-lines.ts'
import type { Found } from './readings.ts'

export interface ReadingContext extends EventContext {
  /** Name of the user a process runs as. */
  readonly owner: string | null
  /** What a remote of rclone leads to, by the settings of that user. */
  readonly remote: RemoteService | null
}

/** The event of a file that a program took, as far as it can be known where to. */
export const readingEvent = (
  { suspect, path, transfer }: Found,
  facts: FileFacts,
  context: ReadingContext,
): FileEventInput =>
  buildReadEvent(
    {
      // A browser opens what it shows as well as what it sends.
      vector: suspect.program.kind === 'browser' ? 'UNKNOWN' : 'UPLOADED',
      path,
      facts,
      destination: destinationOf(suspect, transfer, context.remote),
      process: { executable: suspect.executable, owner: context.owner },
    },
    context,
  )

type PlaceFacts = NonNullable<FileEventInput['destination']>

const destinationOf = (
  { program }: Found['suspect'],
  transfer: Transfer | null,
  remote: RemoteService | null,
): PlaceFacts => {
  if (program.kind === 'browser') return { ...unknownPlace, tabs: [untoldTab] }
  if (program.kind === 'service') return placeNamed(program.service)
  const { host = null, service } = transfer ?? {}
  if (remote) return { ...placeNamed(remote.service), accountType: remote.accountType ?? null }
  if (service !== undefined) return { ...placeNamed(service), remoteHostname: host }
  return host === null ? unknownPlace : { ...placeAt(host), remoteHostname: host }
}

const unknownPlace: PlaceFacts = { category: 'Unknown', name: 'Unknown' }

/** In the words of the event model for browsers whose tabs cannot be seen. */
const untoldTab = { title: null, titleError: 'Unavailable', url: null, urlError: 'Unavailable' }

const placeNamed = (name: string): PlaceFacts => ({ category: serviceNamed(name)?.category ?? 'Cloud Storage', name })

const placeAt = (host: string): PlaceFacts => {
  const service = serviceAt(host, '')
  return service ? { category: service.category, name: service.name } : { category: 'Uncategorized', name: host }
}
