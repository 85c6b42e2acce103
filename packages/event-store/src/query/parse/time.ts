import { parseInstant } from '@spillway/event-model'

/** Microseconds of a UTC day. */
export const dayLength = 86_400_000_000

const earliest = Date.UTC(1900, 0, 1) * 1000
const latest = Date.UTC(2200, 0, 1) * 1000

const clamp = (microseconds: number): number => Math.min(Math.max(microseconds, earliest), latest)

const dayForm = /^\d{4}-\d\d-\d\d$/
const farInstant = /^(?:0\d|1[0-8]|2[2-9]|[3-9]\d)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/

/** Start of a calendar day in microseconds since 1970, or null. Days no event can have become the nearest possible. */
export const readDay = (text: string): number | null => {
  if (!dayForm.test(text)) return null
  const day = new Date(`${text}T00:00:00.000Z`)
  return day.toJSON()?.startsWith(text) ? clamp(day.getTime() * 1000) : null
}

/** An instant in microseconds since 1970, or null. Years no event can have become the nearest possible. */
export const readInstant = (text: string): number | null => {
  const instant = parseInstant(text)
  if (instant !== null) return instant
  const far = farInstant.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(far) ? null : clamp(far * 1000)
}

const duration =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/

// A year counts 365 days and a month 30: the span must not depend on the day it is asked.
const secondsPerUnit = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1]

/** Length of an ISO 8601 duration in microseconds; null when malformed or zero. */
export const readDuration = (text: string): number | null => {
  const match = duration.exec(text)
  if (!match) return null
  const seconds = secondsPerUnit.reduce(
    (sum, length, index) => sum + length * Number((match[index + 1] ?? '0').replace(',', '.')),
    0,
  )
  return seconds > 0 ? Math.round(seconds * 1_000_000) : null
}

/** The instant a span before another; not before any event can be. */
export const spanBefore = (microseconds: number, span: number): number => clamp(microseconds - span)
