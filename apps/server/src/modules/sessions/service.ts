import type { SessionFilters, SessionSearch, SessionState } from '@spillway/contract'
import { sessionLimits } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { NewId } from '../../platform/ids.ts'
import { type AlertsModule, changeAlertStates } from '../alerts/index.ts'
import type { Audit } from '../audit/index.ts'
import { stampChanges } from '../changes/index.ts'
import type { createAlertedEvents } from './alerted.ts'
import { alertsOf, setSessionStates } from './follow.ts'
import type { SessionRepository, WholeSession } from './repository.ts'
import { alertStateOf } from './states.ts'
import { addEntries } from './store.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'transaction'>
  readonly repository: SessionRepository
  readonly alerts: Pick<AlertsModule, 'facts'>
  readonly alertedEvents: ReturnType<typeof createAlertedEvents>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
}

/** Sessions whose state changes in one call that goes on by a token (domain reference 2.5). */
const statesOfCall = 500

/** Sessions: found, read, and worked on. */
export const createSessionService = (dependencies: Dependencies) => {
  const { store, repository, alerts, alertedEvents, audit, clock, newId } = dependencies

  const read = async ({ tenantId }: Caller, id: string): Promise<WholeSession> => {
    const session = await repository.read(tenantId, id)
    if (!session) throw noSuchSession(id)
    return session
  }

  const factsOf = ({ row, alerts: own }: WholeSession) =>
    alerts.facts(
      row.tenant_id,
      own.map(({ alert_id }) => alert_id),
    )

  /** Alerts first, as everybody locks them; then the sessions. Those that have the state already are left alone. */
  const setStates = async (caller: Caller, ids: readonly string[], state: SessionState): Promise<void> => {
    const at = clock()
    const changed = await store.transaction(async (within) => {
      const named = ids.length === 0 ? [] : await repository.states(within, caller.tenantId, ids)
      const known = new Set(named.map(({ id }) => id))
      const missing = ids.find((id) => !known.has(id))
      if (missing !== undefined) throw noSuchSession(missing)
      const others = named.flatMap((session) => (session.state === state ? [] : [session.id]))
      const change = { state: alertStateOf(state), by: caller, at }
      const alertIds = await alertsOf(within, others)
      await changeAlertStates(within, alertIds, change)
      await setSessionStates(within, others, { state, userId: caller.id, at })
      await stampChanges(within, caller.tenantId, { alert: alertIds, session: others })
      return others
    })
    if (changed.length > 0)
      audit.record({ type: 'session_state_changed', actor: caller, details: { sessionIds: [...changed], state } })
  }

  return {
    search: ({ tenantId }: Caller, search: SessionSearch) => repository.search(tenantId, search),

    read,

    /** The events of its alerts; refuses where it has none. */
    events: async (caller: Caller, id: string, signal: AbortSignal) => {
      const session = await read(caller, id)
      if (session.alerts.length === 0) throw new SpillwayError('NOT_FOUND', { reason: `Session ${id} has no alerts` })
      return alertedEvents(session.row, await factsOf(session), signal)
    },

    /** A session with what its alerts stand on. */
    explained: async (caller: Caller, id: string) => {
      const session = await read(caller, id)
      return { session, facts: await factsOf(session) }
    },

    setStates,

    /** Sets the state of the next sessions that a search finds, in the order of their ids; the last is the token. */
    setAll: async (caller: Caller, filters: SessionFilters, state: SessionState, token: string | null) => {
      const ids = await repository.idsAfter(caller.tenantId, filters, token ?? '', statesOfCall)
      await setStates(caller, ids, state)
      return ids.length < statesOfCall ? null : (ids.at(-1) ?? null)
    },

    addNote: async (caller: Caller, id: string, text: string): Promise<void> => {
      const at = clock()
      await store.transaction(async (within) => {
        const notes = await repository.countNotes(within, caller.tenantId, id, at)
        if (notes === null) throw noSuchSession(id)
        if (notes >= sessionLimits.notes) throw tooManyNotes()
        const content = JSON.stringify({ id: newId(), text })
        await addEntries(within, [{ session_id: id, kind: 'note', at: at.getTime(), user_id: caller.id, content }])
        await stampChanges(within, caller.tenantId, { session: [id] })
      })
      audit.record({ type: 'session_note_added', actor: caller, details: { sessionId: id } })
    },
  }
}

export type SessionService = ReturnType<typeof createSessionService>

const noSuchSession = (id: string): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: `There is no session ${id}` })

const tooManyNotes = (): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', {
    field: 'body.noteContent',
    reason: `the session has ${sessionLimits.notes} notes already`,
  })
