import type { Row } from '@spillway/control-store'

export type AgentRow = Row<'agent'>

const day = 24 * 60 * 60 * 1000
/** Days without contact after which an agent counts as not connecting (proposed in domain reference 8.1). */
const silentDays = 7

/** An active agent last seen before this instant is not connecting. */
export const notConnectingSince = (now: Date): string => new Date(now.getTime() - silentDays * day).toISOString()

/** Agents tell of themselves every minute; after so many minutes of silence one counts as not connected. */
const connectedMinutes = 5

/** A machine last seen at this instant or later is connected. */
export const connectedSince = (now: Date): string => new Date(now.getTime() - connectedMinutes * 60_000).toISOString()

export const isConnected = ({ last_connected_at }: Pick<AgentRow, 'last_connected_at'>, now: Date): boolean =>
  last_connected_at !== null && last_connected_at >= connectedSince(now)

/** Midnight, UTC, of the day `days` before today's. */
export const daysAgo = (now: Date, days: number): string => {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  return new Date(midnight - days * day).toISOString()
}

/** What ails an agent now: what it reported, and its silence. */
export const healthOf = (
  agent: AgentRow,
  now: Date,
): { readonly issues: string[]; readonly changedAt: string | null } => {
  const reported = JSON.parse(agent.health_issues) as string[]
  const seen = agent.last_connected_at ?? agent.created_at
  const isSilent = agent.active === 1 && seen < notConnectingSince(now)
  if (!isSilent || reported.includes('NOT_CONNECTING')) return { issues: reported, changedAt: agent.health_modified_at }
  const silentSince = new Date(Date.parse(seen) + silentDays * day).toISOString()
  return { issues: ['NOT_CONNECTING', ...reported], changedAt: silentSince }
}
