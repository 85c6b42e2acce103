import { compareKeys } from './destination-key.ts'
import { type ActorProfile, firstUse, mostDestinations, newestDay, useWords } from './layout.ts'
import { movedOn } from './profile.ts'
import { daysWord, destinationCount, firstDayAt, keyAt, lastDayAt, leastRecent, withoutUse } from './uses.ts'

/** What both profiles tell of one actor; the left profile itself where the right one adds nothing. */
export const merge = (left: ActorProfile, right: ActorProfile): ActorProfile => {
  if (left === right) return left
  const newest = Math.max(newestDay(left), newestDay(right))
  const joined = bounded(union(movedOn(left, newest), movedOn(right, newest)))
  return isSame(left, joined) ? left : joined
}

export const isSame = (left: ActorProfile, right: ActorProfile): boolean =>
  left.length === right.length && left.every((word, index) => word === right[index])

/** Both have the same newest day. */
const union = (left: ActorProfile, right: ActorProfile): ActorProfile => {
  const words = new Uint32Array(left.length + right.length - firstUse)
  words[0] = newestDay(left)
  for (let at = 1; at < firstUse; at++) words[at] = (left[at] ?? 0) | (right[at] ?? 0)
  let [fromLeft, fromRight, end] = [firstUse, firstUse, firstUse]
  for (; fromLeft < left.length || fromRight < right.length; end += useWords) {
    const order = orderOf(left, fromLeft, right, fromRight)
    if (order <= 0) words.set(left.subarray(fromLeft, fromLeft + useWords), end)
    else words.set(right.subarray(fromRight, fromRight + useWords), end)
    if (order === 0) joinUse(words, end, right, fromRight)
    if (order <= 0) fromLeft += useWords
    if (order >= 0) fromRight += useWords
  }
  return words.slice(0, end)
}

const orderOf = (left: ActorProfile, fromLeft: number, right: ActorProfile, fromRight: number): number => {
  if (fromLeft >= left.length) return 1
  if (fromRight >= right.length) return -1
  return compareKeys(keyAt(left, fromLeft), keyAt(right, fromRight))
}

const joinUse = (words: Uint32Array<ArrayBuffer>, place: number, other: ActorProfile, from: number): void => {
  const first = Math.min(firstDayAt(words, place), firstDayAt(other, from))
  const last = Math.max(lastDayAt(words, place), lastDayAt(other, from))
  words[place + 2] = daysWord(first, last)
  for (let word = 3; word < useWords; word++)
    words[place + word] = (words[place + word] ?? 0) | (other[from + word] ?? 0)
}

const bounded = (profile: ActorProfile): ActorProfile => {
  let left = profile
  while (destinationCount(left) > mostDestinations) left = withoutUse(left, leastRecent(left))
  return left
}
