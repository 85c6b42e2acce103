import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { SpillwayClient } from '@spillway/sdk'
import type { FileEventInput } from '@spillway/simulator'
import type { CliContext } from '../context.ts'
import { inOrder } from '../ingest/in-order.ts'
import { grouped } from '../output/text.ts'
import { inBatches } from '../simulate/batches.ts'
import { introduceTrust } from '../simulate/introduce.ts'
import type { DemoDirectory } from './directory.ts'
import type { Sample } from './organization.ts'

const batchSize = 5_000

/**
 * Fills the store with the past of the company, once: what it trusts, then its events. Returns how many events the store
 * holds.
 */
export const fillHistory = async (
  context: CliContext,
  client: SpillwayClient,
  sample: Sample,
  directory: Pick<DemoDirectory, 'historyMark'>,
): Promise<number> => {
  if (!existsSync(directory.historyMark)) {
    await introduceTrust(client, sample.simulation.facts(sample.past))
    await sendHistory(context, client, sample)
    await writeFile(directory.historyMark, '')
  }
  return countEvents(client)
}

/** A fill that was stopped goes on where it was: the same events in the same batches under the same keys. */
const sendHistory = async ({ errors, stop }: CliContext, client: SpillwayClient, sample: Sample): Promise<void> => {
  const { organization, simulation, past } = sample
  await errors.write(`Filling the store with about ${grouped(simulation.estimate(past))} events\n`)
  const fill = `demo-${organization.people.length}-${past.from.toISOString()}`
  let number = 0
  const send = (batch: FileEventInput[]) =>
    client.ingest.fileEvents(batch, { signal: stop, compression: 'identity', idempotencyKey: `${fill}-${number++}` })
  for await (const _ of inOrder(inBatches(simulation.events(past), batchSize), 2, send));
}

const countEvents = async (client: SpillwayClient): Promise<number> => {
  const all = { groups: [{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }], pgSize: 1 }
  return (await client.fileEvents.search(all)).totalCount
}
