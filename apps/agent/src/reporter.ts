import type { FileEventInput } from '@spillway/event-model'
import { type Change, currentIdentity } from './collector/detect.ts'
import type { Destinations } from './destinations/destinations.ts'
import { buildEvent } from './events/build-event.ts'
import type { EventContext } from './events/event-parts.ts'
import { type FactsDependencies, type FileFacts, gatherFacts } from './facts/facts.ts'
import { type FileIdentity, type Observation, sameIdentity } from './inventory/observation.ts'
import type { Spool } from './spool/spool.ts'

export interface ReporterDependencies {
  readonly spool: Pick<Spool, 'append'>
  readonly destinations: Pick<Destinations, 'of'>
  readonly facts: FactsDependencies
  readonly context: () => EventContext
  /** Further events that a change stands for. */
  readonly implied: (
    change: Change,
    found: FileFacts | null,
    event: FileEventInput,
  ) => Promise<readonly FileEventInput[]>
}

/**
 * Turns a change into an event on disk. False when the file changed while it was read, so that it must be looked at
 * again; a file that never rests (`isLate`) is reported as it was read.
 */
export const createReporter = ({ spool, destinations, facts, context, implied }: ReporterDependencies) => {
  const look = async (change: Change, isLate: boolean): Promise<FileFacts | null | 'changed'> => {
    if (change.identity === null) return null
    const found = await gatherFacts(change.path, facts).catch(() => 'changed' as const)
    const isSame = isLate || (await isStill(change.path, change.identity))
    return isSame ? found : 'changed'
  }
  return async (change: Change, isLate: boolean): Promise<boolean> => {
    const found = await look(change, isLate)
    if (found === 'changed') return false
    const from = change.kind === 'renamed' ? destinations.of(change.from) : null
    const event = buildEvent(change, found, destinations.of(change.path), from, context())
    const others = await implied(change, found, event)
    // Written at once, the change last: until it is known as reported, all of it is news.
    await Promise.all([
      ...others.map((other) => spool.append({ observation: null, event: JSON.stringify(other) })),
      spool.append({ observation: observationOf(change), event: JSON.stringify(event) }),
    ])
    return true
  }
}

const isStill = async (path: string, identity: FileIdentity): Promise<boolean> => {
  const now = await currentIdentity(path).catch(() => null)
  return now !== null && sameIdentity(now, identity)
}

const observationOf = (change: Change): Observation => {
  if (change.kind === 'deleted') return { path: change.path, identity: null }
  const { path, identity } = change
  return change.kind === 'renamed' ? { path, identity, from: change.from } : { path, identity }
}
