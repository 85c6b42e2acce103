import type { FileEventInput } from '@spillway/event-model'
import type { Circumstances } from '../scoring/scorer.ts'

/** An enriched event, as far as it matters, and what is known beside it. */
export interface Sample {
  readonly what: string
  readonly event: FileEventInput
  readonly circumstances?: Circumstances
}

/** What makes an indicator fire, and what is near it but must not. */
export interface IndicatorSamples {
  readonly id: string
  readonly fires: readonly Sample[]
  readonly silent: readonly Sample[]
}

type Side = NonNullable<FileEventInput['destination']>
type File = NonNullable<FileEventInput['file']>

export const upload = (destination: Side, file: File = {}): FileEventInput => ({
  event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
  file,
  destination,
})

/** An upload that carries no indicator but those under test and `Unknown destination`. */
export const uploadOf = (file: File): FileEventInput => upload({ category: 'Unknown', name: 'Unknown' }, file)

export const cloud = (observer: string, action: string, more: FileEventInput = {}): FileEventInput => ({
  ...more,
  event: { action, observer, ...more.event },
})

export const localEdit = (file: File = {}): FileEventInput => ({
  event: { action: 'file-modified', observer: 'Endpoint' },
  file,
})
