import type { FileEvent } from '@spillway/event-model'
import { movementOf } from '../conditions/movement.ts'

/** The place a file went to, as behaviour counts places; null for activity that leaves it where it is. */
export const destinationUsed = (event: FileEvent): string | null =>
  movementOf(event) === 'stays' ? null : event.destination.name
