import { movementOf } from '../conditions/movement.ts'

/** What an event tells of where its file went. */
interface Moved {
  readonly event: { readonly action: string | null; readonly vector: string | null }
  readonly destination: { readonly name: string | null }
}

/** The place a file went to, as behaviour counts places; null for activity that goes to none, or to one nobody can name. */
export const destinationUsed = ({ event, destination: { name } }: Moved): string | null => {
  const movement = movementOf({ event })
  const isUse = movement === 'uploaded' || movement === 'on-media'
  return isUse && name !== 'Unknown' ? name : null
}
