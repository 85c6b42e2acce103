import type { FileEventInput } from '@spillway/event-model'
import { iso } from '../iso.ts'
import type { Person } from '../organization.ts'
import { dayMs, hourMs } from '../people/calendar.ts'
import { type Story, storiesWithin } from '../stories/plan.ts'
import { type Activity, eventsOf, planDay } from './day.ts'
import { createHeap } from './heap.ts'
import type { World } from './world.ts'

export interface Period {
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
}

/** Something whose events follow from it once its time has come. */
interface Due {
  readonly instant: number
  readonly events: () => FileEventInput[]
}

// No local clock is further from UTC, and no routine activity lasts longer than the rest of a day.
const farthestClock = 14 * hourMs

/**
 * Every event of a period in order of time, of the given people or of all. Memory holds the plan of a day and the events
 * of what is going on, however long the period. Cut into pieces anyhow, the same events come in the same order.
 */
export function* eventsWithin(world: World, period: Period, people?: readonly Person[]): Generator<FileEventInput> {
  const [from, to] = [period.from.toISOString(), period.to.toISOString()]
  const emails = people && new Set(people.map(({ email }) => email))
  for (const event of orderedEvents(duesWithin(world, period, people ?? world.organization.people))) {
    const at = event['@timestamp'] as string
    if (at >= to) return
    if (at >= from && (!emails || emails.has(event.user?.email ?? ''))) yield event
  }
}

/** Puts the events of what is due in order: what began earlier may end later. */
function* orderedEvents(dues: Iterable<Due>): Generator<FileEventInput> {
  const waiting = createHeap<FileEventInput>(isEarlier)
  for (const { instant, events } of dues) {
    const begun = iso(instant)
    for (let next = waiting.peek(); next && (next['@timestamp'] as string) < begun; next = waiting.peek())
      yield waiting.pop() as FileEventInput
    for (const event of events()) waiting.push(event)
  }
  for (let event = waiting.pop(); event; event = waiting.pop()) yield event
}

const isEarlier = (left: FileEventInput, right: FileEventInput): boolean => {
  const [a, b] = [left['@timestamp'] as string, right['@timestamp'] as string]
  return a === b ? (left.event?.id ?? '') < (right.event?.id ?? '') : a < b
}

/** What may touch the period, in order of its beginning. */
function* duesWithin(world: World, { from, to }: Period, people: readonly Person[]): Generator<Due> {
  const acting = new Set(people)
  const stories = storiesWithin(world, { from, to })
    .filter(({ steps }) => steps.some(({ person }) => acting.has(person)))
    .map(dueOfStory)
  let waiting: Due[] = stories.toSorted((left, right) => left.instant - right.instant)
  const last = Math.floor((to.getTime() + farthestClock) / dayMs)
  for (let day = Math.floor(from.getTime() / dayMs) - 2; day <= last; day++) {
    for (const person of people)
      for (const activity of planDay(world, person, day)) waiting.push(dueOf(world, activity))
    waiting.sort((left, right) => left.instant - right.instant)
    const settled = (day + 1) * dayMs - farthestClock
    const ready = waiting.findIndex(({ instant }) => instant >= settled)
    const cut = ready < 0 ? waiting.length : ready
    yield* waiting.slice(0, cut)
    waiting = waiting.slice(cut)
  }
  yield* waiting
}

const dueOf = (world: World, activity: Activity): Due => ({
  instant: activity.instant,
  events: () => eventsOf(world, activity),
})

const dueOfStory = (story: Story): Due => ({ instant: story.begins, events: story.events })
