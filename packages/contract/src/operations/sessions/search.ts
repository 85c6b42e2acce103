import { z } from 'zod'
import { anyCase, firstOf, queryBoolean } from '../coercion.ts'
import { inspectionStatuses, sessionStates, sessionTypes } from './records.ts'

export const sessionLimits = {
  id: 100,
  /** Sessions named in one call: clients send more than the published hundred (domain reference 2.5). */
  ids: 5_000,
  note: 2_000,
  notes: 100,
  pageSize: 1_000,
  token: 100,
} as const

const instant = firstOf(z.coerce.number().int()).optional()
const text = firstOf(z.string().max(sessionLimits.id)).optional()
/** A list by repeating the parameter; values may hold commas. */
const repeated = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given) => (given === undefined ? [] : [given].flat()), z.array(schema).max(1_000))

/** What sessions are looked for by. */
export const sessionFilters = {
  actor_id: text,
  on_or_after: instant.describe('Only sessions that begin then or later, milliseconds since 1970'),
  before: instant.describe('Only sessions that begin earlier, milliseconds since 1970'),
  risk_indicators: repeated(z.string().max(200)).describe('Ids, all of which the session has'),
  state: repeated(anyCase(sessionStates)),
  severity: repeated(z.coerce.number().int().min(0).max(4)),
  rule_id: repeated(z.string().max(sessionLimits.id)).describe('Rules, one of which raised an alert of the session'),
  watchlist_id: repeated(z.string().max(sessionLimits.id)).describe('Lists, on one of which the person was'),
  content_inspection_status: firstOf(anyCase(inspectionStatuses)).optional(),
  type: firstOf(anyCase(sessionTypes)).optional(),
}

export const SessionFilters = z.object({ ...sessionFilters, has_alerts: firstOf(queryBoolean).optional() })
export type SessionFilters = z.output<typeof SessionFilters>

export const SessionSearch = z.object({
  ...sessionFilters,
  has_alerts: firstOf(queryBoolean).default(true),
  order_by: firstOf(anyCase(['end_time', 'score'])).default('end_time'),
  sort_direction: firstOf(anyCase(['ASC', 'DESC'])).default('DESC'),
  page_number: firstOf(z.coerce.number().int().min(0).max(1_000_000_000)).default(0),
  page_size: firstOf(z.coerce.number().int().min(0).max(sessionLimits.pageSize)).default(10),
})
export type SessionSearch = z.output<typeof SessionSearch>
