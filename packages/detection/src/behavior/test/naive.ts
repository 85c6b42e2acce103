import type { Behavior } from '../judge.ts'
import { learning } from '../learning.ts'
import type { Activity } from '../profile.ts'

const hour = 3_600_000
const day = 24 * hour
const dayOf = (at: number) => Math.floor(at / day)

/** The same judgement from the whole history, by sets of instants; `newest` bounds what a profile may remember. */
export const naiveJudge = (history: readonly Activity[], activity: Activity): Behavior => {
  const today = dayOf(activity.at)
  const newest = Math.max(0, ...history.map(({ at }) => dayOf(at)))
  const hours = hoursSeen(history.filter(({ at }) => dayOf(at) > newest - 64))
  const before = hours.filter((at) => dayOf(at) < today && dayOf(at) >= today - learning.hoursWindow)
  const days = new Set(before.map(dayOf)).size
  const isUnusual = isUnusualHour(before, activity.at, days) || isUnusualWeek(hours, activity.at)
  const uses = (activity.destination?.split(', ') ?? []).map((name) => naiveUse(history, name, today, newest))
  const knows = days >= learning.daysForDestinations && uses.length > 0
  return {
    isOffHours: days >= learning.daysForHours && isUnusual,
    isFirstUse: knows && uses.every((use) => use === 'first'),
    isRareUse: knows && !uses.includes('usual') && uses.includes('rare'),
  }
}

/** Starts of the hours with activity. */
const hoursSeen = (history: readonly Activity[]): number[] => [
  ...new Set(history.map(({ at }) => Math.floor(at / hour) * hour)),
]

const isUnusualHour = (before: readonly number[], at: number, days: number): boolean => {
  const distance = (other: number) => Math.abs(Math.floor(other / hour) - Math.floor(at / hour)) % 24
  const near = before.filter((other) => [0, 1, 23].includes(distance(other)))
  return new Set(near.map(dayOf)).size <= days / 10
}

const isUnusualWeek = (hours: readonly number[], at: number): boolean => {
  const weeks = [1, 2, 3, 4, 5, 6, 7, 8].map((back) => Math.floor(at / hour) * hour - back * 7 * day)
  const active = weeks.filter((week) =>
    hours.some((other) => dayOf(other) >= dayOf(week) && dayOf(other) < dayOf(week) + 7),
  )
  const near = weeks.filter((week) => hours.some((other) => Math.abs(other - week) <= 6 * hour))
  return active.length >= learning.weeksForWeekdays && near.length < active.length / 4
}

const naiveUse = (history: readonly Activity[], name: string, today: number, newest: number) => {
  const uses = history.filter(({ destination }) => destination?.split(', ').includes(name)).map(({ at }) => dayOf(at))
  if (!uses.some((used) => used <= today)) return 'first'
  const remembered = uses.filter((used) => used > newest - 96)
  if (remembered.includes(today) || Math.min(...uses) === today) return 'usual'
  const days = new Set(remembered.filter((used) => used < today && used >= today - learning.usesWindow))
  return days.size < learning.daysOfUsual ? 'rare' : 'usual'
}
