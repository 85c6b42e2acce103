const shape = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|z|[+-]\d\d:?\d\d)$/

const earliest = Date.UTC(1900, 0, 1)
const latest = Date.UTC(2200, 0, 1)

const offsetMilliseconds = (zone: string): number => {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.replace(':', '')
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))
  return (digits.startsWith('-') ? -minutes : minutes) * 60_000
}

const clockHolds = (hour: number, minute: number, second: number): boolean => hour < 24 && minute < 60 && second < 60

/** Midnight UTC of a calendar day in milliseconds, or null when there is no such day. */
const dayStart = (year: number, month: number, day: number): number | null => {
  const start = Date.UTC(year, month - 1, day)
  const date = new Date(start)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900 ? start : null
}

const microsecondsOf = (fraction: string | undefined): number =>
  fraction ? Number(fraction.padEnd(6, '0').slice(0, 6)) : 0

/**
 * Microseconds since 1970 of an ISO 8601 date-time with zone; finer digits are cut off. Null for anything else,
 * for a day or hour that does not exist, and outside 1900 to 2199.
 */
export const parseInstant = (text: string): number | null => {
  const match = shape.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const start = dayStart(Number(year), Number(month), Number(day))
  if (start === null || !clockHolds(Number(hour), Number(minute), Number(second))) return null
  const clock = Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000
  const milliseconds = start + clock - offsetMilliseconds(zone ?? 'Z')
  if (milliseconds < earliest || milliseconds >= latest) return null
  return milliseconds * 1000 + microsecondsOf(fraction)
}

const padded = (value: number, width: number): string => value.toString().padStart(width, '0')

/** ISO 8601 text of microseconds since 1970, with 3 or 6 fraction digits and `Z`. */
export const formatInstant = (microseconds: number, digits: 3 | 6): string => {
  const milliseconds = Math.floor(microseconds / 1000)
  const iso = new Date(milliseconds).toISOString()
  if (digits === 3) return iso
  return `${iso.slice(0, -1)}${padded(microseconds - milliseconds * 1000, 3)}Z`
}
