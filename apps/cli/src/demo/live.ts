import type { SpillwayClient } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import type { Sample } from './organization.ts'

const beatMs = 500

/** Sends what happens in the organization as it happens. Returns how to end it. */
export const keepBusy = async (
  { clock }: CliContext,
  client: SpillwayClient,
  { simulator, organization }: Sample,
  eventsPerSecond: number,
): Promise<() => Promise<void>> => {
  const from = clock()
  const feed = simulator.createLiveFeed(organization, { from, eventsPerSecond, seed: from.getTime() })
  const ended = new AbortController()
  let sending = Promise.resolve()
  const beat = async () => {
    const events = feed.due(clock())
    // A demo that cannot deliver a few events goes on; the next beat brings new ones.
    if (events.length > 0) await client.ingest.fileEvents(events, { signal: ended.signal }).catch(() => {})
  }
  const timer = setInterval(() => {
    sending = sending.then(beat)
  }, beatMs)
  return async () => {
    clearInterval(timer)
    ended.abort()
    await sending
  }
}
