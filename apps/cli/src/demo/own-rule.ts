import { SpillwayApiError, type SpillwayClient } from '@spillway/sdk'

/** A rule that fires by a single file that the person at the keyboard lets leave, again after five minutes. */
export const watchTheOwner = async (client: SpillwayClient, owner: string): Promise<void> => {
  const body = JSON.stringify({
    name: 'Any file from the watched folder',
    description: 'Any file that leaves the machine of the demo',
    filters: { username: { mode: 'INCLUDE', usernames: [owner] } },
    windowMinutes: 5,
  })
  const headers = { 'content-type': 'application/json' }
  const call = { method: 'POST', path: '/v1/spillway/rules', headers, body, repeatable: false } as const
  await client.requester.nothing(call).catch((error: unknown) => {
    // An earlier run has made it.
    if (!(error instanceof SpillwayApiError) || error.status !== 409) throw error
  })
}
