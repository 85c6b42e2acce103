import { LRUCache } from 'lru-cache'
import type { Clock } from '../../platform/clock.ts'

/** Callers remembered for each deprecated path; the least recently seen is forgotten first. */
const rememberedClients = 1_000

export interface Use {
  readonly client: string
  readonly requests: number
  readonly lastUsedAt: string
}

/** Counts who calls what, since the process started. */
export const createUsage = (clock: Clock) => {
  const byPlace = new Map<string, LRUCache<string, Use>>()
  const clientsOf = (place: string): LRUCache<string, Use> => {
    const clients = byPlace.get(place) ?? new LRUCache<string, Use>({ max: rememberedClients })
    byPlace.set(place, clients)
    return clients
  }
  return {
    record: (place: string, client: string): void => {
      const clients = clientsOf(place)
      const requests = (clients.get(client)?.requests ?? 0) + 1
      clients.set(client, { client, requests, lastUsedAt: clock().toISOString() })
    },
    /** Busiest first. */
    of: (place: string): Use[] =>
      [...(byPlace.get(place)?.values() ?? [])].sort((left, right) => right.requests - left.requests),
  }
}

export type Usage = ReturnType<typeof createUsage>
