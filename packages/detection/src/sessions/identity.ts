import { derivedId } from '../rules/identity.ts'

/** Length of a session: the published grouping is unknown, the one long sample lasts almost an hour. */
export const sessionMinutes = 60

/** Start of the stretch of the fixed grid in which an instant lies, milliseconds since 1970. */
export const sessionStart = (at: number): number => {
  const length = sessionMinutes * 60_000
  return Math.floor(at / length) * length
}

const unknownActor = 'name:'

/** The id that sessions show of whom activity counts for; somebody nobody knows gets one made of the name. */
export const sessionActorId = (actorKey: string): string =>
  actorKey.startsWith(unknownActor) ? derivedId('actor', actorKey) : actorKey

/** The id of a session in the published form `<actor>_<milliseconds>`: the same activity never gets another. */
export const sessionId = (actorKey: string, start: number): string => `${sessionActorId(actorKey)}_${start}`
