import type { Change } from '../collector/detect.ts'
import type { Destination } from '../destinations/destination.ts'
import type { FileFacts } from '../facts/facts.ts'
import { type EventContext, fileOf, placeOf, sourceOf } from './event-parts.ts'

type ChangeType = 'CREATED' | 'MODIFIED' | 'DELETED'

const changeTypes: Readonly<Record<Change['kind'], ChangeType>> = {
  created: 'CREATED',
  modified: 'MODIFIED',
  renamed: 'MODIFIED',
  deleted: 'DELETED',
}

/** The part of a v2 file event that only the machine itself can tell; the server adds the rest. */
export const buildEvent = (
  change: Change,
  facts: FileFacts | null,
  to: Destination | null,
  from: Destination | null,
  context: EventContext,
) => {
  // A rename into such a folder brings the file there; one out of it does not take it back.
  const changeType = change.kind === 'renamed' && to && to.root !== from?.root ? 'CREATED' : changeTypes[change.kind]
  return {
    '@timestamp': context.at.toISOString(),
    event: { action: actionOf(to, changeType), observer: 'Endpoint', vector: vectorOf(to, changeType) },
    user: { email: context.userEmail },
    file: { ...namesOf(change), ...fileOf(facts), changeType },
    source: sourceOf(context.machine),
    ...(to && { destination: destinationOf(to, context.machine) }),
  }
}

export type AgentEvent = ReturnType<typeof buildEvent>

const actionVerbs = { CREATED: 'created', MODIFIED: 'modified', DELETED: 'deleted' } as const

const actionOf = (to: Destination | null, changeType: ChangeType) =>
  `${to?.kind ?? ('file' as const)}-${actionVerbs[changeType]}` as const

const vectorOf = (to: Destination | null, changeType: ChangeType): string | null => {
  if (!to) return null
  if (changeType === 'DELETED') return 'UNKNOWN'
  return to.kind === 'sync-app' ? 'UPLOADED' : 'REMOVABLE_MEDIA_OUT'
}

const namesOf = (change: Change) => {
  const original = change.kind === 'renamed' ? placeOf(change.from) : null
  return {
    ...placeOf(change.path),
    originalName: original?.name ?? null,
    originalDirectory: original?.directory ?? null,
  }
}

const destinationOf = (to: Destination, machine: EventContext['machine']) =>
  to.kind === 'sync-app' ? syncDestination(to) : mediaDestination(to, machine)

const syncDestination = (to: Extract<Destination, { kind: 'sync-app' }>) => ({
  category: 'Cloud Storage',
  name: to.service,
  accountName: to.accountName,
  accountType: to.accountType,
  user: { email: to.accountEmail === null ? [] : [to.accountEmail] },
})

const mediaDestination = (
  { medium }: Extract<Destination, { kind: 'removable-media' }>,
  { operatingSystem }: EventContext['machine'],
) => ({
  category: 'Device',
  name: 'Removable Media',
  operatingSystem,
  removableMedia: { ...medium, volumeName: [...medium.volumeName], partitionId: [...medium.partitionId] },
  identifiers: [
    { key: 'mediaName', value: medium.mediaName },
    { key: 'serialNumber', value: medium.serialNumber },
  ].filter(({ value }) => value !== null),
})
