import type { FileEventInput } from '@spillway/event-model'
import type { FileFacts } from '../facts/facts.ts'
import { type EventContext, fileOf, placeOf, sourceOf } from './event-parts.ts'

/** A program took a file, or files, somewhere. */
export interface Reading {
  readonly vector: 'UPLOADED' | 'GIT_PUSH' | 'UNKNOWN'
  /** Null where it is not known what was taken. */
  readonly path: string | null
  readonly facts: FileFacts | null
  readonly destination: NonNullable<FileEventInput['destination']>
  readonly process: NonNullable<FileEventInput['process']>
  readonly git?: NonNullable<FileEventInput['git']>
}

/** The event of a file that a program read: the file itself stays as it is. */
export const buildReadEvent = (reading: Reading, { at, machine, userEmail }: EventContext): FileEventInput => ({
  '@timestamp': at.toISOString(),
  event: { action: 'application-read', observer: 'Endpoint', vector: reading.vector },
  user: { email: userEmail },
  file: { ...(reading.path === null ? {} : placeOf(reading.path)), ...fileOf(reading.facts), changeType: 'NONE' },
  source: sourceOf(machine),
  destination: reading.destination,
  process: reading.process,
  ...(reading.git && { git: reading.git }),
})
