/** A place of work: its clock decides when its people are active. */
export interface Office {
  readonly city: string
  /** ISO 3166, two letters. */
  readonly country: string
  /** Standard time only: a simulated office keeps one offset all year. */
  readonly utcOffsetHours: number
  readonly share: number
  readonly publicIp: string
  readonly printers: readonly string[]
  /** Days off as month and day; feasts that move from year to year are left out. */
  readonly holidays: ReadonlySet<string>
}

/** Addresses come from the blocks reserved for documentation. */
export const offices: readonly Office[] = [
  office('Denver', 'US', -7, 45, '198.51.100.10', '01-01 06-19 07-04 11-11 12-24 12-25 12-31'),
  office('London', 'GB', 0, 20, '198.51.100.20', '01-01 12-25 12-26'),
  office('Berlin', 'DE', 1, 15, '198.51.100.30', '01-01 05-01 10-03 12-24 12-25 12-26'),
  office('Bengaluru', 'IN', 5.5, 12, '198.51.100.40', '01-26 05-01 08-15 10-02 12-25'),
  office('Singapore', 'SG', 8, 8, '198.51.100.50', '01-01 05-01 08-09 12-25'),
]

function office(
  city: string,
  country: string,
  utcOffsetHours: number,
  share: number,
  publicIp: string,
  holidays: string,
): Office {
  const printers = [`${city} 2F Color`, `${city} 3F Mono`, `${city} Lobby`]
  return { city, country, utcOffsetHours, share, publicIp, printers, holidays: new Set(holidays.split(' ')) }
}

// Activity by local hour on a workday; nights keep a trickle, because some always work late.
const workday = [1, 1, 1, 1, 1, 2, 6, 25, 70, 100, 95, 85, 55, 75, 95, 90, 80, 55, 28, 15, 10, 7, 4, 2]
const weekendShare = 0.06
const hourMs = 3_600_000

/** Relative activity of an office during the hour that starts at `instant` (epoch milliseconds). */
export const activityOf = (at: Office, instant: number): number => {
  const localHours = Math.floor((instant + at.utcOffsetHours * hourMs) / hourMs)
  const weekday = (Math.floor(localHours / 24) + 4) % 7
  const weight = workday[((localHours % 24) + 24) % 24] as number
  return weekday === 0 || weekday === 6 ? weight * weekendShare : weight
}
