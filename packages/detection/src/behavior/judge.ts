import { type Activity, type ActorProfile, dayOf, hourOfWeek, knowsHours } from './profile.ts'

/** How an activity differs from what its actor usually does. */
export interface Behavior {
  readonly isOffHours: boolean
  readonly isFirstUse: boolean
  readonly isRareUse: boolean
}

export const usualBehavior: Behavior = { isOffHours: false, isFirstUse: false, isRareUse: false }

/** An hour is unusual where less than this part of the activity lies in it and its neighbours. */
const usualShare = 0.01
/** A destination used on fewer days is rare, and so is one left alone for so many days. */
const fewDays = 3
const longAgo = 90

/** Judges an activity by the profile from before it. */
export const judge = (profile: ActorProfile, activity: Activity): Behavior => {
  const { destination } = activity
  const use = destination === null ? undefined : profile.destinations.find(([name]) => name === destination)
  const isFirstUse = destination !== null && use === undefined
  return {
    isOffHours: knowsHours(profile) && isUnusualHour(profile.hours, hourOfWeek(activity.at)),
    isFirstUse,
    isRareUse: use !== undefined && isRare(use[1], dayOf(activity.at) - use[2]),
  }
}

/** What lies an hour off still counts: clocks change twice a year. Working days are alike. */
const isUnusualHour = (hours: readonly number[], at: number): boolean => {
  const hourOfDay = at % 24
  const days = at < 5 * 24 ? [0, 1, 2, 3, 4] : [5, 6]
  const total = hours.reduce((sum, count) => sum + count, 0)
  const near = days
    .flatMap((day) => [-1, 0, 1].map((shift) => day * 24 + hourOfDay + shift))
    .reduce((sum, hour) => sum + (hours.at(hour % hours.length) ?? 0), 0)
  return near < total * usualShare
}

const isRare = (days: number, daysSince: number): boolean =>
  // The day of the first use goes on as it began.
  daysSince > longAgo || (days < fewDays && daysSince > 0)
