import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { FileEventInput, SpillwayClient } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import { inOrder } from '../ingest/in-order.ts'
import { grouped } from '../output/text.ts'
import type { DemoDirectory } from './directory.ts'
import type { Sample } from './organization.ts'

const eventsPerPersonPerDay = 8
const batchSize = 5_000
const dayMs = 86_400_000

interface Past {
  readonly directory: Pick<DemoDirectory, 'historyMark' | 'historyUntil'>
  readonly days: number
}

/** Fills the store with the past of the organization, once. Returns how many events the store holds. */
export const fillHistory = async (
  context: CliContext,
  client: SpillwayClient,
  sample: Sample,
  { directory, days }: Past,
): Promise<number> => {
  if (!existsSync(directory.historyMark)) {
    await sendHistory(context, client, sample, { directory, days })
    await writeFile(directory.historyMark, '')
  }
  return countEvents(client)
}

/** A fill that was stopped goes on where it was: the same events in the same batches under the same keys. */
const sendHistory = async (
  { errors, stop }: CliContext,
  client: SpillwayClient,
  { organization, simulator }: Sample,
  { directory, days }: Past,
): Promise<void> => {
  const to = directory.historyUntil
  const from = new Date(to.getTime() - days * dayMs)
  const options = { from, to, eventsPerPersonPerDay, seed: 'history' }
  await errors.write(`Filling the store with ${grouped(simulator.countOf(organization, options))} events\n`)
  const fill = `demo-${organization.people.length}-${days}`
  let number = 0
  const send = (batch: FileEventInput[]) =>
    client.ingest.fileEvents(batch, { signal: stop, compression: 'identity', idempotencyKey: `${fill}-${number++}` })
  for await (const _ of inOrder(inBatches(simulator.simulateEvents(organization, options)), 2, send));
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
