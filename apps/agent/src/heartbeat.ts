import type { AgentHeartbeat, AgentInstructions, SpillwayClient } from '@spillway/sdk'
import { createActivity } from './activity.ts'
import { type Log, reasonOf } from './log.ts'
import { pause } from './uploader/pause.ts'

export interface HeartbeatOptions {
  readonly client: () => Promise<{ agents: Pick<SpillwayClient['agents'], 'heartbeat'>; agentUid: string }>
  readonly status: () => AgentHeartbeat
  /** Milliseconds until the next one. */
  readonly interval: () => number
  readonly onAnswer: (instructions: AgentInstructions) => void
  readonly log: Log
}

/** Tells the server at intervals that the agent lives, and how it fares. A missed one is not made up for. */
export const createHeartbeat = ({ client, status, interval, onAnswer, log }: HeartbeatOptions) => {
  const stopping = new AbortController()
  const beat = async (): Promise<void> => {
    const { agents, agentUid } = await client()
    onAnswer(await agents.heartbeat(agentUid, status(), { signal: stopping.signal }))
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await beat().catch((error: unknown) => {
        if (!stopping.signal.aborted) log.warn({ reason: reasonOf(error) }, 'Heartbeat failed')
      })
      await pause(interval(), stopping.signal)
    }
  }
  return createActivity(stopping, run)
}
