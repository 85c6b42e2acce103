import { type ActorProfile, firstUse, mostDestinations, useWords } from './layout.ts'

/** Grows when bytes of older profiles mean something else than they did. */
const version = 1
const wordBytes = 4
const headerBytes = 1 + (firstUse - 1) / 8

/** A profile as bytes: the version, a bit for each day that has hours, then all words but those of the other days. */
export const encodeProfile = (profile: ActorProfile): Uint8Array => {
  const kept = Array.from(profile.keys()).filter((at) => isAlwaysKept(at) || profile[at] !== 0)
  const bytes = new Uint8Array(headerBytes + kept.length * wordBytes)
  const view = new DataView(bytes.buffer)
  bytes[0] = version
  for (const [index, at] of kept.entries()) {
    if (!isAlwaysKept(at)) mark(bytes, at)
    view.setUint32(headerBytes + index * wordBytes, profile[at] ?? 0, true)
  }
  return bytes
}

/** The profile of the bytes; null when they are of another version, or none at all. */
export const decodeProfile = (bytes: Uint8Array): ActorProfile | null => {
  const words = (bytes.length - headerBytes) / wordBytes
  const days = bytes[0] === version && bytes.length >= headerBytes ? markedDays(bytes) : []
  const uses = (words - 1 - days.length) / useWords
  if (bytes[0] !== version || !Number.isInteger(uses) || uses < 0 || uses > mostDestinations) return null
  const profile = new Uint32Array(firstUse + uses * useWords)
  const view = new DataView(bytes.buffer, bytes.byteOffset + headerBytes)
  const places = [0, ...days, ...Array.from({ length: uses * useWords }, (_, index) => firstUse + index)]
  for (const [index, at] of places.entries()) profile[at] = view.getUint32(index * wordBytes, true)
  return profile
}

const isAlwaysKept = (at: number): boolean => at === 0 || at >= firstUse

const mark = (bytes: Uint8Array, at: number): void => {
  const byte = 1 + ((at - 1) >>> 3)
  bytes[byte] = (bytes[byte] ?? 0) | (1 << ((at - 1) & 7))
}

const markedDays = (bytes: Uint8Array): number[] =>
  Array.from({ length: firstUse - 1 }, (_, index) => index + 1).filter(
    (at) => ((bytes[1 + ((at - 1) >>> 3)] ?? 0) & (1 << ((at - 1) & 7))) !== 0,
  )
