import { dayOf, hourOf, hoursOfDay, isRememberable } from './days.ts'
import { destinationKey, placesOf } from './destination-key.ts'
import { hoursBetween, hoursNear, hoursOn } from './hours.ts'
import type { ActorProfile } from './layout.ts'
import { learning } from './learning.ts'
import type { Activity } from './profile.ts'
import { findUse, firstDayAt, wasUsedOn } from './uses.ts'

/** How an activity differs from what its actor usually does. */
export interface Behavior {
  readonly isOffHours: boolean
  readonly isFirstUse: boolean
  readonly isRareUse: boolean
}

export const usualBehavior: Behavior = { isOffHours: false, isFirstUse: false, isRareUse: false }

/**
 * Judges an activity by what its actor did on the days before it, as far as the profile tells; what is known of later
 * days does not count. On its own day nothing becomes usual but a destination, which goes on as it began.
 */
export const judge = (profile: ActorProfile, { at, destination }: Activity): Behavior => {
  if (!isRememberable(at)) return usualBehavior
  const day = dayOf(at)
  const days = activeDaysBefore(profile, day)
  const use = destination === null || days < learning.daysForDestinations ? 'usual' : useOf(profile, destination, day)
  return {
    isOffHours: days >= learning.daysForHours && isOffHours(profile, day, hourOf(at), days),
    isFirstUse: use === 'first',
    isRareUse: use === 'rare',
  }
}

const activeDaysBefore = (profile: ActorProfile, day: number): number => {
  let days = 0
  for (let back = 1; back <= learning.hoursWindow; back++) if (hoursOn(profile, day - back) !== 0) days++
  return days
}

const isOffHours = (profile: ActorProfile, day: number, hour: number, days: number): boolean =>
  isUnusualHour(profile, day, hour, days) || isUnusualTimeOfWeek(profile, day, hour)

/** Hours are compared without their days: clocks change twice a year, so that the hours beside count as well. */
const isUnusualHour = (profile: ActorProfile, day: number, hour: number, days: number): boolean => {
  const near = hoursNear(hour, learning.nearHours)
  let usual = 0
  for (let back = 1; back <= learning.hoursWindow; back++) if ((hoursOn(profile, day - back) & near) !== 0) usual++
  return usual <= days * learning.usualShareOfDays
}

const daysOfWeek = 7

/** Tells free days, whichever they are; by the time of the week, because a day off may lie across two days of UTC. */
const isUnusualTimeOfWeek = (profile: ActorProfile, day: number, hour: number): boolean => {
  let weeks = 0
  let usual = 0
  for (let back = daysOfWeek; back <= learning.hoursWindow; back += daysOfWeek) {
    if (isActiveWeek(profile, day - back)) weeks++
    if (isActiveNear(profile, day - back, hour)) usual++
  }
  return weeks >= learning.weeksForWeekdays && usual < weeks * learning.usualShareOfWeeks
}

const isActiveWeek = (profile: ActorProfile, firstDay: number): boolean => {
  for (let day = firstDay; day < firstDay + daysOfWeek; day++) if (hoursOn(profile, day) !== 0) return true
  return false
}

const isActiveNear = (profile: ActorProfile, day: number, hour: number): boolean => {
  const first = hour - learning.nearTimeOfWeek
  const last = hour + learning.nearTimeOfWeek
  return (
    (hoursOn(profile, day) & hoursBetween(first, last)) !== 0 ||
    (hoursOn(profile, day - 1) & hoursBetween(first + hoursOfDay, hoursOfDay - 1)) !== 0 ||
    (hoursOn(profile, day + 1) & hoursBetween(0, last - hoursOfDay)) !== 0
  )
}

type Use = 'first' | 'rare' | 'usual'

/** Where several places were open, the most usual of them counts: the file may have gone there. */
const useOf = (profile: ActorProfile, destination: string, day: number): Use => {
  let most: Use = 'first'
  for (const place of placesOf(destination)) {
    const use = useOfPlace(profile, place, day)
    if (use === 'usual') return use
    if (use === 'rare') most = use
  }
  return most
}

const useOfPlace = (profile: ActorProfile, name: string, day: number): Use => {
  const place = findUse(profile, destinationKey(name))
  if (place < 0 || firstDayAt(profile, place) > day) return 'first'
  if (firstDayAt(profile, place) === day || wasUsedOn(profile, place, day)) return 'usual'
  let days = 0
  for (let back = 1; back <= learning.usesWindow && days < learning.daysOfUsual; back++) {
    if (wasUsedOn(profile, place, day - back)) days++
  }
  return days < learning.daysOfUsual ? 'rare' : 'usual'
}
