/**
 * What is remembered of one actor, as words of 32 bits: the newest day with activity, the hours with activity of each of
 * the latest days, and the destinations, sorted by key. It is a function of the set of what the actor did: neither the
 * order in which that came nor how often matters. Profiles are never changed; learning makes another.
 */
export type ActorProfile = Readonly<Uint32Array<ArrayBuffer>>

/** Days whose hours are remembered; a power of two, as rings of days are. */
export const hoursDays = 64
/** Days whose uses of a destination are remembered. */
export const usesDays = 96
export const mostDestinations = 64

/** Words of a destination: two of its key, one of its first and last day of use, the others a bit for each day. */
export const useWords = 3 + usesDays / 32
export const firstUse = 1 + hoursDays

export const emptyProfile: ActorProfile = new Uint32Array(firstUse)

/** Days since 1970, 0 when nothing is known. */
export const newestDay = (profile: ActorProfile): number => profile[0] ?? 0
export const hourWord = (day: number): number => 1 + (day % hoursDays)

/** Where the bit of a day lies in a destination. */
export const useWord = (day: number): number => 3 + Math.floor((day % usesDays) / 32)
export const useBit = (day: number): number => (1 << (day % 32)) >>> 0
