import { dayOf, hourOf, isRememberable } from './days.ts'
import { destinationKey, placesOf } from './destination-key.ts'
import { withHour } from './hours.ts'
import {
  type ActorProfile,
  firstUse,
  hoursDays,
  hourWord,
  newestDay,
  useBit,
  usesDays,
  useWord,
  useWords,
} from './layout.ts'
import { withUse } from './uses.ts'

/** One thing an actor did. */
export interface Activity {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Where the file went; null for activity that stays on the machine. Several places that were open: `A, B`. */
  readonly destination: string | null
}

/** The profile after an activity, which may come late; the same profile where nothing about it is new. */
export const observe = (profile: ActorProfile, { at, destination }: Activity): ActorProfile => {
  if (!isRememberable(at)) return profile
  const day = dayOf(at)
  let known = withHour(movedOn(profile, day), day, hourOf(at))
  for (const place of placesOf(destination)) known = withUse(known, destinationKey(place), day)
  return known
}

/** The profile with a day as its newest, if it is newer: what lies too far before it is forgotten. */
export const movedOn = (profile: ActorProfile, day: number): ActorProfile => {
  const newest = newestDay(profile)
  if (day <= newest) return profile
  const moved = profile.slice()
  moved[0] = day
  for (let passed = Math.max(newest, day - hoursDays) + 1; passed <= day; passed++) moved[hourWord(passed)] = 0
  const kept = keptBits(newest, day)
  for (let place = firstUse; place < moved.length; place += useWords) {
    for (let word = 3; word < useWords; word++) moved[place + word] = (moved[place + word] ?? 0) & (kept[word] ?? 0)
  }
  return moved
}

/** Bits of the days that stay remembered when the newest day goes from one to another. */
const keptBits = (newest: number, day: number): Uint32Array => {
  const kept = new Uint32Array(useWords).fill(0xffffffff)
  for (let passed = Math.max(newest, day - usesDays) + 1; passed <= day; passed++) {
    const word = useWord(passed)
    kept[word] = (kept[word] ?? 0) & ~useBit(passed)
  }
  return kept
}
