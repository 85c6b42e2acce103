import { fileEventSchema } from '@spillway/event-model'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { anyCase } from './coercion.ts'
import { errorsOfOne } from './errors.ts'
import { own } from './own.ts'
import { portalErrors, portalErrorsOfOne } from './portal.ts'
import { Session, SessionExplanation, sessionStates } from './sessions/records.ts'
import { SessionFilters, SessionSearch, sessionLimits } from './sessions/search.ts'

export * from './sessions/records.ts'
export { SessionFilters, SessionSearch, sessionLimits } from './sessions/search.ts'

const shared = {
  family: 'sessions',
  authentication: 'bearer',
  errorShape: 'coded',
  lifecycle: { added: '2024-04-03' },
  source: 'published',
} as const
const reading = { ...shared, method: 'GET', permission: 'alerts.read' } as const
const writing = { ...shared, method: 'POST', permission: 'alerts.write' } as const

const id = z.string().max(sessionLimits.id)
const ofOne = z.object({ id })
const newState = anyCase(sessionStates)
  .refine((state) => state !== 'OPEN_NEW_DATA', 'OPEN_NEW_DATA is set by the server alone')
  .meta({ enum: sessionStates.filter((state) => state !== 'OPEN_NEW_DATA') })
const done = { status: 204 } as const

export const searchSessions = operation({
  ...reading,
  id: 'sessions.search',
  summary: 'Search sessions; those with alerts unless told otherwise',
  path: '/v1/sessions',
  query: SessionSearch,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ items: z.array(Session), totalCount: z.int() }),
  },
  errors: portalErrors,
})

export const readSession = operation({
  ...reading,
  id: 'sessions.read',
  summary: 'Read a session',
  path: '/v1/sessions/{id}',
  params: ofOne,
  success: { status: 200, type: 'application/json', schema: Session },
  errors: portalErrorsOfOne,
})

export const readSessionEvents = operation({
  ...reading,
  id: 'sessions.events',
  summary: 'Read the events of a session that its alerts stand on; 404 where it has no alerts',
  path: '/v1/sessions/{id}/events',
  params: ofOne,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      queryResult: z.object({
        totalCount: z.int(),
        fileEvents: z.array(fileEventSchema),
        nextPgToken: z.string().nullable(),
        problems: z.null(),
      }),
    }),
  },
  errors: portalErrorsOfOne,
})

export const changeSessionState = operation({
  ...writing,
  id: 'sessions.change-state',
  summary: 'Set the state of a session and of its alerts',
  path: '/v1/sessions/{id}/change-state',
  params: ofOne,
  body: z.object({ newState }),
  success: done,
  errors: portalErrorsOfOne,
})

export const changeSessionStateByIds = operation({
  ...writing,
  id: 'sessions.change-state-by-ids',
  summary: 'Set the state of sessions and of their alerts; all of them, or none where one is not there',
  path: '/v1/sessions/change-state',
  body: z.object({ ids: z.array(id).min(1).max(sessionLimits.ids), newState }),
  success: done,
  errors: portalErrorsOfOne,
})

export const changeSessionStates = operation({
  ...writing,
  id: 'sessions.change-states',
  summary: 'Set the state of every session that a search finds, some at a time: go on with the token until it is null',
  path: '/v1/sessions/change-states',
  query: SessionFilters,
  body: z.object({ newState, continuationToken: z.string().max(sessionLimits.token).nullish() }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ continuationToken: z.string().nullable() }),
  },
  errors: portalErrors,
})

export const addSessionNote = operation({
  ...writing,
  id: 'sessions.add-note',
  summary: 'Add a note to a session',
  path: '/v1/sessions/{id}/add-note',
  params: ofOne,
  body: z.object({ noteContent: z.string().max(sessionLimits.note) }),
  success: done,
  errors: portalErrorsOfOne,
})

export const explainSession = operation({
  id: 'sessions.explain',
  family: 'session-explanations',
  summary: 'Read why a session is there: its score, events, memberships and alerts, and what would have changed that',
  method: 'GET',
  path: '/v1/spillway/sessions/{id}/explanation',
  params: ofOne,
  authentication: 'bearer',
  permission: 'alerts.read',
  ...own,
  success: { status: 200, type: 'application/json', schema: SessionExplanation },
  errors: errorsOfOne,
})

export const sessionsOperations = [
  searchSessions,
  readSession,
  readSessionEvents,
  changeSessionState,
  changeSessionStateByIds,
  changeSessionStates,
  addSessionNote,
  explainSession,
] as const
