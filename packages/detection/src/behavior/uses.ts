import { compareKeys, type DestinationKey } from './destination-key.ts'
import {
  type ActorProfile,
  firstUse,
  mostDestinations,
  newestDay,
  useBit,
  usesDays,
  useWord,
  useWords,
} from './layout.ts'

export const destinationCount = (profile: ActorProfile): number => (profile.length - firstUse) / useWords

export const keyAt = (profile: ActorProfile, place: number): DestinationKey => ({
  high: profile[place] ?? 0,
  low: profile[place + 1] ?? 0,
})
export const firstDayAt = (profile: ActorProfile, place: number): number => (profile[place + 2] ?? 0) >>> 16
export const lastDayAt = (profile: ActorProfile, place: number): number => (profile[place + 2] ?? 0) & 0xffff
export const daysWord = (first: number, last: number): number => ((first << 16) | last) >>> 0

/** True for a day of use that is still remembered by itself. */
export const wasUsedOn = (profile: ActorProfile, place: number, day: number): boolean => {
  const newest = newestDay(profile)
  if (day > newest || day <= newest - usesDays) return false
  return ((profile[place + useWord(day)] ?? 0) & useBit(day)) !== 0
}

/** Where a destination stands, or where it would as the complement of that. */
export const findUse = (profile: ActorProfile, key: DestinationKey): number => {
  for (let place = firstUse; place < profile.length; place += useWords) {
    const order = compareKeys(keyAt(profile, place), key)
    if (order === 0) return place
    if (order > 0) return ~place
  }
  return ~profile.length
}

/** The profile with a use on a day that is not newer than its newest; the same profile where that was known. */
export const withUse = (profile: ActorProfile, key: DestinationKey, day: number): ActorProfile => {
  const place = findUse(profile, key)
  return place >= 0 ? usedAgain(profile, place, day) : usedFirst(profile, ~place, key, day)
}

const usedAgain = (profile: ActorProfile, place: number, day: number): ActorProfile => {
  const first = Math.min(firstDayAt(profile, place), day)
  const last = Math.max(lastDayAt(profile, place), day)
  const days = daysWord(first, last)
  const isKnown = days === profile[place + 2] && (isForgotten(profile, day) || wasUsedOn(profile, place, day))
  return isKnown ? profile : marked(profile.slice(), place, days, day)
}

const usedFirst = (profile: ActorProfile, place: number, key: DestinationKey, day: number): ActorProfile => {
  const grown = new Uint32Array(profile.length + useWords)
  grown.set(profile.subarray(0, place))
  grown.set([key.high, key.low], place)
  grown.set(profile.subarray(place), place + useWords)
  const used = marked(grown, place, daysWord(day, day), day)
  return destinationCount(used) > mostDestinations ? withoutUse(used, leastRecent(used)) : used
}

const isForgotten = (profile: ActorProfile, day: number): boolean => day <= newestDay(profile) - usesDays

const marked = (words: Uint32Array<ArrayBuffer>, place: number, days: number, day: number): ActorProfile => {
  words[place + 2] = days
  const word = place + useWord(day)
  if (!isForgotten(words, day)) words[word] = ((words[word] ?? 0) | useBit(day)) >>> 0
  return words
}

/** Of those last used on the same day, the one with the smallest key: what is forgotten must not depend on the order. */
export const leastRecent = (profile: ActorProfile): number => {
  let least = firstUse
  for (let place = firstUse; place < profile.length; place += useWords) {
    if (lastDayAt(profile, place) < lastDayAt(profile, least)) least = place
  }
  return least
}

export const withoutUse = (profile: ActorProfile, place: number): ActorProfile => {
  const left = new Uint32Array(profile.length - useWords)
  left.set(profile.subarray(0, place))
  left.set(profile.subarray(place + useWords), place)
  return left
}
