import { bucketMilliseconds } from './bucket.ts'
import type { RuleDefinition } from './model.ts'
import { windowMilliseconds, windowStart } from './window.ts'

/** How long activity of five minutes matters to its rule. Milliseconds since 1970. */
export interface Usefulness {
  /** Start of the window in which it lies. */
  readonly windowStart: number
  /** Nothing that happens from here on counts together with it. */
  readonly joinedUntil: number
}

/** Activity counts in its own window and, unless it begins that one, in the next. */
export const usefulnessOf = (rule: Pick<RuleDefinition, 'windowMinutes'>, bucket: number): Usefulness => {
  const window = windowMilliseconds(rule)
  return {
    windowStart: windowStart(rule, bucket),
    joinedUntil: windowStart(rule, bucket + window - bucketMilliseconds) + window,
  }
}

/** Starts of the windows whose alerts may show the activity; of two, the second is none where it lies in one alone. */
export const windowsWith = ({ windowStart: own, joinedUntil }: Usefulness): readonly [number, number] => [
  own,
  (own + joinedUntil) / 2,
]
