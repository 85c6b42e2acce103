import { destinationUsed, type Membership } from '@spillway/detection'
import type { FileEvent } from '@spillway/event-model'

/** Somebody as an event tells of them. */
export interface Named {
  readonly userId: string | null
  /** User name, mail address or name in a cloud service. */
  readonly name: string | null
  /** Whether a cloud service told of them, by the name they have there. */
  readonly isCloudAccount: boolean
}

/** What scoring has to know about some events beside themselves: columns, small enough to go from thread to thread. */
export interface ContextQuestion {
  /** Who acted, each once. */
  readonly people: readonly Named[]
  /** Of each event, in their order, the place of its person in `people`. */
  readonly person: Uint32Array
  /** Of each event, when it happened: milliseconds since 1970. */
  readonly at: Float64Array
  /** Places that files went to, each once. */
  readonly destinations: readonly string[]
  /** Of each event, the place of its destination in `destinations`; -1 where the file stayed. */
  readonly destination: Int32Array
}

/** Department and directory groups of somebody at one time. */
export interface Whereabouts {
  readonly department: string | null
  readonly groups: readonly { readonly id: string; readonly displayName: string | null }[]
}

/** What is known, in the order of the question. */
export interface ContextAnswer {
  /** Id of the actor that each of the people counts for; null where nobody is known. */
  readonly actors: readonly (string | null)[]
  /** Sets of watchlists, each once. */
  readonly sets: readonly (readonly Membership[])[]
  /** Of each event, the set of lists its actor was on at that time. */
  readonly set: Uint32Array
  /** Where actors were, each once. */
  readonly places: readonly Whereabouts[]
  /** Of each event, where its actor was at that time. */
  readonly place: Uint32Array
  /** Of each event, how it differs from what its actor usually does, as bits; null where nobody knows. */
  readonly behavior: Uint8Array | null
}

/** Answers what scoring has to know of one part of a batch. The parts come in the order of the events. */
export type Ask = (question: ContextQuestion) => Promise<ContextAnswer>

/** Asks about enriched events. */
export const questionOf = (events: readonly FileEvent[]): ContextQuestion => {
  const people = listing<Named>()
  const destinations = listing<string>()
  const person = new Uint32Array(events.length)
  const at = new Float64Array(events.length)
  const destination = new Int32Array(events.length)
  for (const [index, event] of events.entries()) {
    const { id: userId, email: name } = event.user
    const isCloudAccount = isOfCloud(event)
    const key = `${isCloudAccount ? 'c' : 'u'}${userId ?? ''}\0${name ?? ''}`
    person[index] = people.placeOf(key, () => ({ userId, name, isCloudAccount }))
    at[index] = Date.parse(event['@timestamp'] ?? event.event.ingested ?? '')
    const used = destinationUsed(event)
    destination[index] = used === null ? -1 : destinations.placeOf(used, () => used)
  }
  return { people: people.items, person, at, destinations: destinations.items, destination }
}

/** Events of cloud services know neither user nor machine. */
const isOfCloud = ({ event: { observer }, user }: FileEvent): boolean =>
  observer !== null && observer !== 'Endpoint' && user.id === null && user.deviceUid === null

/** Items, each once under its key. */
export const listing = <Item>() => {
  const items: Item[] = []
  const places = new Map<string, number>()
  return {
    items,
    placeOf: (key: string, make: () => Item): number => {
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, items.length)
      return items.push(make()) - 1
    },
  }
}
