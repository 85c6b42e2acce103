import { hoursOfDay } from './days.ts'
import { type ActorProfile, hoursDays, hourWord, newestDay } from './layout.ts'

/** Hours of a day with activity, a bit each; none of a day that is not remembered. */
export const hoursOn = (profile: ActorProfile, day: number): number => {
  const newest = newestDay(profile)
  return day > newest - hoursDays && day <= newest ? (profile[hourWord(day)] ?? 0) : 0
}

/** The profile with an hour of a day that is not newer than its newest; the same profile where that was known. */
export const withHour = (profile: ActorProfile, day: number, hour: number): ActorProfile => {
  const known = hoursOn(profile, day)
  if (day <= newestDay(profile) - hoursDays || (known & (1 << hour)) !== 0) return profile
  const changed = profile.slice()
  changed[hourWord(day)] = known | (1 << hour)
  return changed
}

const allHours = (1 << hoursOfDay) - 1

/** Bits of the hours from one to another, both included and kept within the day. */
export const hoursBetween = (first: number, last: number): number => {
  const from = Math.max(0, first)
  const to = Math.min(hoursOfDay - 1, last)
  return from > to ? 0 : (allHours >>> (hoursOfDay - 1 - (to - from))) << from
}

/** Bits of the hours at most `distance` from an hour on the clock's face. */
export const hoursNear = (hour: number, distance: number): number =>
  hoursBetween(hour - distance, hour + distance) |
  hoursBetween(hour - distance + hoursOfDay, hoursOfDay - 1) |
  hoursBetween(0, hour + distance - hoursOfDay)
