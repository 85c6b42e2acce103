const millisecondsOfHour = 3_600_000
export const hoursOfDay = 24
/** Days since 1970 fit into 16 bits until 2149. */
const lastDay = 0xffff

/** Days since 1970, UTC. */
export const dayOf = (at: number): number => Math.floor(at / (hoursOfDay * millisecondsOfHour))
export const hourOf = (at: number): number => Math.floor(at / millisecondsOfHour) % hoursOfDay

/** False for times that a profile has no place for. */
export const isRememberable = (at: number): boolean => dayOf(at) >= 1 && dayOf(at) <= lastDay
