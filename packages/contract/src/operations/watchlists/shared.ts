import { z } from 'zod'
import { json } from '../answers.ts'
import { pageNumber, pageSize } from '../coercion.ts'
import { portal } from '../portal.ts'

export const shared = { family: 'watchlists', ...portal } as const

export const watchlistTypes = [
  'CONTRACT_EMPLOYEE',
  'DEPARTING_EMPLOYEE',
  'ELEVATED_ACCESS_PRIVILEGES',
  'FLIGHT_RISK',
  'HIGH_IMPACT_EMPLOYEE',
  'NEW_EMPLOYEE',
  'PERFORMANCE_CONCERNS',
  'POOR_SECURITY_PRACTICES',
  'SUSPICIOUS_SYSTEM_ACTIVITY',
  'CUSTOM',
] as const

export type WatchlistType = (typeof watchlistTypes)[number]

/** Ids or names of one call. */
const maximumSubjects = 100
const subject = z.string().min(1).max(1000)
export const subjects = z.array(subject).min(1).max(maximumSubjects)

/** Ids of users, of actors or of groups; scripts of the first version hold them as numbers. */
export const ids = z
  .array(z.union([subject, z.int().nonnegative().transform(String)]))
  .min(1)
  .max(maximumSubjects)

export const ofList = z.object({ watchlistId: z.string() })
export const page = z.object({ page: pageNumber, page_size: pageSize(100, 1000) })
export const done = json(z.object({}))
export const instant = z.iso.datetime()
