/** A destination by 64 bits of its name: what a profile keeps of it. */
export interface DestinationKey {
  readonly high: number
  readonly low: number
}

/** Two different hashes of the name, so that no two names one person uses share a key. */
export const destinationKey = (name: string): DestinationKey => {
  let high = 0x9e3779b9
  let low = 0x85ebca6b
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul((low << 5) ^ (low >>> 27) ^ unit, 0x27d4eb2f)
  }
  return { high: scattered(high ^ name.length), low: scattered(low) }
}

/** Lets every bit depend on every other. */
const scattered = (value: number): number => {
  const once = Math.imul(value ^ (value >>> 16), 0x7feb352d)
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b)
  return (twice ^ (twice >>> 16)) >>> 0
}

/** Order of keys: negative, 0 or positive. */
export const compareKeys = (left: DestinationKey, right: DestinationKey): number =>
  left.high - right.high || left.low - right.low

/** Several places may have been open at once, and any of them may have got the file. */
export const placesOf = (destination: string | null): readonly string[] => {
  if (destination === null) return []
  return destination.includes(', ') ? destination.split(', ') : [destination]
}
