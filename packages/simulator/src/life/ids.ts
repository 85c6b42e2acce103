import { mix } from '../random.ts'
import type { EventId } from '../scene.ts'

/** A sequence of ids of its own: what they tell apart, and where they begin. */
export interface IdPlace {
  readonly tenantId: string
  /** Of the simulation and the kind of its events, 32 bits. */
  readonly key: number
  /** Whole number below 2²⁷. */
  readonly owner: number
  /** Whole number below 10¹¹. */
  readonly first: number
}

/**
 * Ids that follow from their place alone, in whatever order events are made: endpoint ids hold device and number, those
 * of cloud connections scramble owner and number without loss.
 */
export const createIdsAt = ({ tenantId, key, owner, first }: IdPlace): EventId => {
  const mark = 1_000_000 + (key % 8_999_999)
  let number = first
  return {
    endpoint: (deviceUid) => `0_${tenantId}_${deviceUid}_${mark}${String(number++).padStart(11, '0')}_1`,
    cloud: () => scrambledId(key, owner, number++),
  }
}

const scrambledId = (key: number, owner: number, number: number): string => {
  let left = ((owner << 5) | Math.floor(number / 2 ** 32)) >>> 0
  let right = number >>> 0
  // A Feistel network: every round can be undone, so that no two places give the same 64 bits.
  for (let round = 1; round <= 4; round++) {
    const next = (left ^ mix(right ^ mix(key + round))) >>> 0
    left = right
    right = next
  }
  const tail = hex(mix(left ^ mix(right ^ key)), 8) + hex(mix(right ^ mix(left + key)), 8)
  const text = hex(right, 8)
  return `${hex(left, 8)}-${text.slice(0, 4)}-4${tail.slice(0, 3)}-a${tail.slice(3, 6)}-${text.slice(4)}${tail.slice(6, 14)}`
}

const hex = (word: number, width: number): string => word.toString(16).padStart(width, '0')
