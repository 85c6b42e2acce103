import type { FileEvent } from '@spillway/event-model'
import { enrichFile } from './file.ts'
import { enrichIdentity, enrichUser } from './identity.ts'
import type { Origin } from './origin.ts'
import { enrichPlaces } from './places.ts'

export type { AgentFacts, Origin } from './origin.ts'

/** Fills in place what the server knows and the sender left out. `row` is the event's place in its body, from 1. */
export const enrich = (event: FileEvent, origin: Origin, row: number): void => {
  enrichIdentity(event, origin, row)
  enrichUser(event, origin)
  enrichFile(event)
  enrichPlaces(event, origin)
}
