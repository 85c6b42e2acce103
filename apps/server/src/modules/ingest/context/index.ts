import type { Membership } from '@spillway/detection'
import type { ActorActivity, BatchBehavior } from '../../behavior/index.ts'
import { bitsOf } from './circumstances.ts'
import {
  type Ask,
  type ContextAnswer,
  type ContextQuestion,
  listing,
  type Named,
  type Whereabouts,
} from './question.ts'

export type { Ask, Named } from './question.ts'

/** From names to actors: by every change that was acknowledged before the call, in whichever process. */
export interface ActorDesk {
  /** In the order of the people; null where nobody, or more than one family, is known by the name. */
  find(people: readonly Named[]): Promise<readonly ({ readonly attributedTo: string } | null)[]>
}

/** Who was on which list, likewise. */
export interface MembershipDesk {
  of(actorIds: Iterable<string>): Promise<{
    at(actorId: string, instant: Date): readonly Mark[]
    whereabouts(actorId: string, instant: Date): Whereabouts
  }>
}
interface Mark {
  readonly watchlistId: string
  readonly listType: string
  readonly title: string | null
}

/** Compares what actors do with what they usually do. */
export interface BehaviorDesk {
  open(): BatchBehavior
}

export interface ContextDesks {
  readonly actors: ActorDesk
  readonly memberships: MembershipDesk
  /** Without it no event is told unusual. */
  readonly behavior?: BehaviorDesk | undefined
}

/** What is known about the events of one batch, as of their own times. */
export interface BatchContext {
  readonly ask: Ask
  /** What became of the batch; the first word counts. */
  settle(isStored: boolean): void
}

/** Knowledge for scoring. It is asked on the server's main thread, where the caches and the control store are. */
export interface EventContext {
  open(): BatchContext
}

export const createEventContext = ({ actors, memberships, behavior }: ContextDesks): EventContext => ({
  open: () => {
    let behaving = behavior?.open()
    let turn: Promise<unknown> = Promise.resolve()
    const answer = async (question: ContextQuestion): Promise<ContextAnswer> => {
      const found = (await actors.find(question.people)).map((actor) => actor?.attributedTo ?? null)
      const view = await memberships.of(found.filter((id) => id !== null))
      const judged = behaving ? await behaving.judge(activitiesOf(question, found)) : null
      return {
        actors: found,
        ...standingOf(question, found, view),
        behavior: judged && Uint8Array.from(judged, bitsOf),
      }
    }
    return {
      // Parts wait for those before them: what an event does for the first time, a later one does not.
      ask: (question) => {
        const answered = turn.then(() => answer(question))
        turn = answered.catch(() => undefined)
        return answered
      },
      settle: (isStored) => {
        behaving?.settle(isStored)
        behaving = undefined
      },
    }
  },
})

type View = Awaited<ReturnType<MembershipDesk['of']>>

/** The lists and places of each event's actor at its own time. */
const standingOf = (
  { person, at }: ContextQuestion,
  found: readonly (string | null)[],
  view: View,
): Pick<ContextAnswer, 'sets' | 'set' | 'places' | 'place'> => {
  const [sets, places] = [listing<readonly Membership[]>(), listing<Whereabouts>()]
  const [set, place] = [new Uint32Array(person.length), new Uint32Array(person.length)]
  for (const [index, who] of person.entries()) {
    const actorId = found[who] ?? ''
    const instant = new Date(at[index] ?? 0)
    const marks = view.at(actorId, instant)
    set[index] = sets.placeOf(marks.map(({ watchlistId }) => watchlistId).join(), () => marks.map(membershipOf))
    const whereabouts = view.whereabouts(actorId, instant)
    place[index] = places.placeOf(keyOf(whereabouts), () => whereabouts)
  }
  return { sets: sets.items, set, places: places.items, place }
}

const keyOf = ({ department, groups }: Whereabouts): string =>
  groups.length === 0 ? (department ?? '') : [department, ...groups.map(({ id }) => id)].join('\0')

const membershipOf = ({ watchlistId, listType, title }: Mark): Membership => ({
  id: watchlistId,
  type: listType,
  title,
})

const activitiesOf = (
  { person, at, destination, destinations }: ContextQuestion,
  found: readonly (string | null)[],
): (ActorActivity | null)[] =>
  Array.from(person, (place, index) => {
    const actorId = found[place] ?? null
    if (actorId === null) return null
    return { actorId, at: at[index] ?? 0, destination: destinations[destination[index] ?? -1] ?? null }
  })
