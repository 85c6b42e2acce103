import type { Behavior, Circumstances } from '@spillway/detection'
import type { ContextAnswer } from './question.ts'

/** Behaviour by its bits: off hours 1, first use 2, rare use 4. */
const behaviors: readonly Behavior[] = Array.from({ length: 8 }, (_, bits) => ({
  isOffHours: (bits & 1) !== 0,
  isFirstUse: (bits & 2) !== 0,
  isRareUse: (bits & 4) !== 0,
}))

export const bitsOf = ({ isOffHours, isFirstUse, isRareUse }: Behavior): number =>
  (isOffHours ? 1 : 0) | (isFirstUse ? 2 : 0) | (isRareUse ? 4 : 0)

/** What is known beside the event of a place in the question. */
export const circumstancesAt = ({ sets, set, behavior }: ContextAnswer, index: number): Circumstances => {
  const watchlists = sets[set[index] ?? 0] ?? []
  const unusual = behavior && behaviors[behavior[index] ?? 0]
  return unusual ? { watchlists, behavior: unusual } : { watchlists }
}
