import { createHash } from 'node:crypto'
import type { SpillwayClient } from '@spillway/sdk'
import type { FileEventInput } from '@spillway/simulator'
import { inOrder } from '../ingest/in-order.ts'
import { inBatches } from './batches.ts'
import { introducePeople, introduceTrust, introduceWatchlists, type UserIds } from './introduce.ts'
import type { Play } from './play.ts'

const batchSize = 5_000
const requestsAtOnce = 2

interface Sending {
  /** Leave people, machines, trust and watchlists as they are. */
  readonly eventsOnly: boolean
  readonly signal: AbortSignal
  readonly told: (events: number) => void
}

/**
 * Sends a play to a server. Sent again after a stop, it is stored once: the same events come in the same batches under
 * the same keys. Returns how many events.
 */
export const sendPlay = async (client: SpillwayClient, play: Play, { eventsOnly, signal, told }: Sending) => {
  const { simulation, directory, period } = play
  const ids: UserIds = eventsOnly ? new Map() : await introducePeople(client, directory)
  if (!eventsOnly) {
    const facts = simulation.facts(period)
    await introduceTrust(client, facts)
    await introduceWatchlists(client, facts, ids, period.to)
  }
  const key = createHash('sha256').update(`${play.name} ${eventsOnly}`).digest('hex').slice(0, 40)
  let [number, count] = [0, 0]
  const send = async (batch: FileEventInput[]) => {
    const idempotencyKey = `simulate-${key}-${number++}`
    await client.ingest.fileEvents(batch.map(knownBy(ids)), { signal, idempotencyKey, timeout: 120_000 })
    return batch.length
  }
  for await (const sent of inOrder(inBatches(simulation.events(period), batchSize), requestsAtOnce, send)) {
    count += sent
    told(count)
  }
  return count
}

/** The server has its own ids for people; machines keep theirs. */
const knownBy =
  (ids: UserIds) =>
  (event: FileEventInput): FileEventInput => {
    const id = ids.get(event.user?.email ?? '')
    return event.user?.id && id ? { ...event, user: { ...event.user, id } } : event
  }
