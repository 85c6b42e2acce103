import { CliError } from '../failure.ts'

const units = { m: ['PT', 'M', 60_000], h: ['PT', 'H', 3_600_000], d: ['P', 'D', 86_400_000] } as const

/** `7d`, `12h` or `30m`, or an ISO 8601 duration, as ISO 8601. */
export const parseDuration = (text: string): string => {
  const short = shortDuration(text)
  if (short) return `${short.unit[0]}${short.count}${short.unit[1]}`
  if (/^P(?=.)/i.test(text)) return text.toUpperCase()
  throw new CliError('usage', `'${text}' is no duration`, 'Write 30m, 12h or 7d, or ISO 8601 such as P1DT6H.')
}

/**
 * One end of a period as an ISO instant: a whole instant, a day (its start, or for an end its last millisecond), or
 * how long ago, such as `7d`.
 */
export const parseInstantOption = (text: string, end: 'start' | 'end', now: Date): string => {
  const short = shortDuration(text)
  if (short) return new Date(now.getTime() - short.count * short.unit[2]).toISOString()
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? `${text}T${end === 'start' ? '00:00:00.000' : '23:59:59.999'}Z`
    : text
  const instant = new Date(whole)
  if (!/^\d{4}-/.test(text) || Number.isNaN(instant.getTime())) throw notAnInstant(text)
  return instant.toISOString()
}

const shortDuration = (text: string) => {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  return count && unit ? { count: Number(count), unit: units[unit as keyof typeof units] } : undefined
}

const notAnInstant = (text: string) =>
  new CliError('usage', `'${text}' is no point in time`, 'Write 2026-05-01, 2026-05-01T09:30:00Z or 7d for a week ago.')
