import { z } from 'zod'
import { operation } from '../operation.ts'
import { ChangedAlert } from './alerts/records.ts'
import { errors } from './errors.ts'
import { FeedManifest, feedLimits } from './event-feed.ts'
import { own } from './own.ts'
import { Session } from './sessions/records.ts'

/** Alerts or sessions of one page: they are larger than events. */
export const changeFeedLimits = { pageSize: 500, defaultPageSize: 100, waitSeconds: feedLimits.waitSeconds } as const

const whole = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum)

/** The event feed's query, with smaller pages and another place to start at. */
const query = z.strictObject({
  cursor: z.string().max(4_096).optional().describe('From the page before; absent: as `start` says'),
  start: z
    .enum(['beginning', 'now'])
    .default('beginning')
    .describe('Without a cursor: from the first change on, or only what changes from now on'),
  limit: whole(1, changeFeedLimits.pageSize).default(changeFeedLimits.defaultPageSize),
  wait: whole(0, changeFeedLimits.waitSeconds).default(0).describe('Seconds to wait for a change when none is there'),
})

const page = {
  cursor: z.string().describe('Opaque; give it back to receive what changes next'),
  manifest: FeedManifest.describe('Positions are `<change>:<id>`; the hash covers the ids'),
}

const shared = {
  method: 'GET',
  family: 'change-feeds',
  authentication: 'bearer',
  permission: 'alerts.read',
  query,
  errors,
  ...own,
} as const

export const readAlertChanges = operation({
  ...shared,
  id: 'change-feeds.alerts',
  summary: 'Read alerts that were raised or changed since, by detection or by people, as they are now',
  path: '/v1/spillway/alerts/changes',
  success: { status: 200, type: 'application/json', schema: z.object({ alerts: z.array(ChangedAlert), ...page }) },
})

export const readSessionChanges = operation({
  ...shared,
  id: 'change-feeds.sessions',
  summary: 'Read sessions that came or changed since, by detection or by people, as they are now',
  path: '/v1/spillway/sessions/changes',
  success: { status: 200, type: 'application/json', schema: z.object({ sessions: z.array(Session), ...page }) },
})

export const changeFeedOperations = [readAlertChanges, readSessionChanges] as const
