import type { FileEventInput, SpillwayClient } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import { inOrder } from '../ingest/in-order.ts'
import { grouped } from '../output/text.ts'
import type { Sample } from './organization.ts'

const eventsPerPersonPerDay = 10
const batchSize = 2_500
const dayMs = 86_400_000

/** Fills an empty store with the past of the organization. Returns how many events the store holds. */
export const fillHistory = async (
  context: CliContext,
  client: SpillwayClient,
  sample: Sample,
  days: number,
): Promise<number> => {
  const held = await countEvents(client)
  if (held > 0) return held
  const { errors, clock, stop } = context
  const to = clock()
  const from = new Date(to.getTime() - days * dayMs)
  const options = { from, to, eventsPerPersonPerDay, seed: 'history' }
  const { countOf, simulateEvents } = sample.simulator
  await errors.write(`Filling the store with ${grouped(countOf(sample.organization, options))} events\n`)
  const batches = inBatches(simulateEvents(sample.organization, options))
  let stored = 0
  for await (const receipt of inOrder(batches, 2, (batch) => client.ingest.fileEvents(batch, { signal: stop }))) {
    stored += receipt.stored
  }
  return stored
}

const countEvents = async (client: SpillwayClient): Promise<number> => {
  const all = { groups: [{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }], pgSize: 1 }
  return (await client.fileEvents.search(all)).totalCount
}

async function* inBatches(events: Iterable<FileEventInput>): AsyncGenerator<FileEventInput[]> {
  let batch: FileEventInput[] = []
  for (const event of events) {
    batch.push(event)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
