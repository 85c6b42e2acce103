import type { Behavior, Circumstances } from '@spillway/detection'
import type { FileEvent } from '@spillway/event-model'
import type { ContextAnswer, ContextQuestion } from './question.ts'

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

/** Fills in place what is known of an event's actor and the sender left out. */
export const describeActor = (
  { '@timestamp': seen, event: { ingested }, user }: FileEvent,
  { person }: ContextQuestion,
  { actors, places, place }: ContextAnswer,
  index: number,
): void => {
  const actor = actors[person[index] ?? 0] ?? user.id ?? user.email
  if (actor !== null) user.actorHour ??= `${actor}/${(seen ?? ingested ?? '').slice(0, 13)}:00:00Z`
  const { department, groups } = places[place[index] ?? 0] ?? nowhere
  user.department ??= department
  if (user.groups.length === 0) user.groups = [...groups]
}

const nowhere = { department: null, groups: [] }
