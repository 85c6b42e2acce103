import type { FileEvent } from '@spillway/event-model'
import type { Origin } from './origin.ts'

/** Fills who acted on which machine. An agent speaks for its own machine only, and for its own user unless it names one. */
export const enrichUser = ({ event, user }: FileEvent, { agent }: Origin): void => {
  if (agent) {
    event.observer ??= 'Endpoint'
    user.deviceUid = agent.agentUid
    user.email ??= agent.userEmail
    if (user.email === agent.userEmail) user.id = agent.userUid
  }
}

/**
 * Fills the id and the time of receipt. The id follows from batch and row, so a retry makes the same one: for agents in
 * the endpoint form `0_<tenant>_<device>_<batch>_<row>`, else a UUID. Neither can be taken for a number.
 */
export const enrichIdentity = ({ event }: FileEvent, origin: Origin, row: number): void => {
  event.ingested = origin.receivedAt
  event.inserted = null
  if (event.id !== '') return
  event.id = origin.agent
    ? `0_${origin.tenantId}_${origin.agent.agentUid}_${decimal(origin.batch)}_${row}`
    : cloudId(origin.batch, row)
}

const decimal = (batch: string): string => BigInt(`0x${batch.slice(0, 15)}`).toString()

// Version 8 of RFC 9562 leaves the bits to us: 18 hex digits of the batch and 12 of the row.
const cloudId = (batch: string, row: number): string =>
  `${batch.slice(0, 8)}-${batch.slice(8, 12)}-8${batch.slice(12, 15)}-8${batch.slice(15, 18)}-${row.toString(16).padStart(12, '0')}`
