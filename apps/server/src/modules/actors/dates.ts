import { SpillwayError } from '../../platform/errors.ts'

/** A date as risk profiles have it; a month or day of 0 is not known. */
export interface PartialDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A date as it is stored, `YYYY-MM-DD` with `00` for what is not known. Throws for one that no calendar has. */
export const storedDate = (
  field: string,
  date: { readonly [part in keyof PartialDate]?: number | undefined },
): string => {
  const { year = 0, month = 0, day = 0 } = date
  if (!isBetween(year, 1, 9999)) throw refused(`${field}.year`, 'must be from 1 to 9999')
  if (!isBetween(month, 0, 12)) throw refused(`${field}.month`, 'must be from 1 to 12, or 0 if not known')
  const last = lastDay(year, month)
  if (!isBetween(day, 0, last)) throw refused(`${field}.day`, `must be from 0 to ${last} in that month`)
  return [String(year).padStart(4, '0'), padded(month), padded(day)].join('-')
}

/** `YYYY-MM-DD` as a date in parts. */
export const partsOf = (date: string): PartialDate => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return { year, month, day }
}

/** The first day that a stored date may mean. */
export const firstDayOf = (date: string): string => date.replaceAll('-00', '-01')

/** 0 where the month is not known: then the day is not either. */
const lastDay = (year: number, month: number): number => {
  if (month === 0) return 0
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const isBetween = (value: number, least: number, most: number): boolean => value >= least && value <= most
const padded = (value: number): string => String(value).padStart(2, '0')

const refused = (field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field, reason })
