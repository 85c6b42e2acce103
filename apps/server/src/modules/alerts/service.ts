import type { SearchConditions, SearchRequest } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import { stampChanges } from '../changes/index.ts'
import { compileConditions, compileSearch } from '../rules/index.ts'
import type { AlertFacts, ReadFacts } from './facts.ts'
import type { AlertRepository, AlertRow } from './repository.ts'
import { type AlertStateFollower, changeAlertStates } from './states.ts'
import { presentSummary } from './summary.ts'
import { alertTerms } from './terms.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'transaction'>
  readonly repository: AlertRepository
  readonly facts: ReadFacts
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  readonly follow: AlertStateFollower
}

/** Alerts whose state changes in one call that goes on by a token. */
const statesOfCall = 500

/** Alerts: found, read, explained, and worked on. */
export const createAlertService = ({ store, repository, facts, audit, clock, newId, follow }: Dependencies) => {
  const noteOf = (caller: Caller, note: string) => ({
    ...{ note, note_id: newId(), note_at: clock().toISOString(), note_by: caller.name },
  })
  const touch = (caller: Caller) => ({ modified_at: clock().toISOString(), modified_by: caller.name })

  /** All of the alerts; refuses where one is not there. */
  const held = async (caller: Caller, ids: readonly string[]): Promise<readonly AlertRow[]> => {
    const rows = await repository.named(caller.tenantId, ids)
    const missing = ids.find((id) => !rows.some((row) => row.id === id))
    if (missing !== undefined) throw noSuchAlert(missing)
    return rows
  }

  const setState = async (caller: Caller, ids: readonly string[], state: string, note: string | null) => {
    const by = { by: caller, at: clock() }
    await store.transaction(async (within) => {
      await changeAlertStates(within, ids, { state, ...by })
      if (note !== null) await repository.change(within, ids, { ...noteOf(caller, note), ...touch(caller) })
      const session = await follow(within, ids, by)
      await stampChanges(within, caller.tenantId, { alert: ids, session })
    })
    if (ids.length > 0)
      audit.record({ type: 'alert_state_changed', actor: caller, details: { alertIds: [...ids], state } })
  }

  const factsOf = async (tenantId: string, ids: readonly string[]): Promise<readonly AlertFacts[]> => {
    const all: AlertFacts[] = []
    for (const row of await repository.named(tenantId, ids)) all.push(await facts(row))
    return all
  }

  return {
    facts: factsOf,

    search: async (caller: Caller, request: SearchRequest) => {
      const type$ = 'ALERT_QUERY_RESPONSE' as const
      const compiled = compileSearch(alertTerms, request)
      if (!compiled.ok) return { type$, alerts: [], totalCount: 0, problems: [...compiled.problems] }
      const { rows, total } = await repository.search(caller.tenantId, compiled.search)
      return { type$, alerts: rows.map(presentSummary), totalCount: total, problems: null }
    },

    details: async (caller: Caller, ids: readonly string[]): Promise<readonly AlertFacts[]> => {
      const found = await factsOf(caller.tenantId, ids)
      // Old clients tell by the refusal that there is no such alert.
      if (ids[0] !== undefined && found.length === 0) throw noSuchAlert(ids[0])
      return found
    },

    read: async (caller: Caller, id: string): Promise<AlertFacts> => {
      const [row] = await held(caller, [id])
      if (!row) throw noSuchAlert(id)
      return facts(row)
    },

    updateState: async (caller: Caller, ids: readonly string[], state: string, note: string | null): Promise<void> => {
      await held(caller, ids)
      await setState(caller, ids, state, note)
    },

    /** Sets the state of the next alerts that a search finds, in the order of their ids; the last of them is the token. */
    updateAll: async (caller: Caller, conditions: SearchConditions, state: string, token: string | null) => {
      const compiled = compileConditions(alertTerms, conditions)
      if (!compiled.ok) throw unusable(compiled.problems)
      const ids = await repository.idsAfter(caller.tenantId, compiled.where, token ?? '', statesOfCall)
      await setState(caller, ids, state, null)
      return ids.length < statesOfCall ? null : (ids.at(-1) ?? null)
    },

    addNote: async (caller: Caller, id: string, note: string): Promise<void> => {
      await held(caller, [id])
      await store.transaction(async (within) => {
        await repository.change(within, [id], { ...noteOf(caller, note), ...touch(caller) })
        await stampChanges(within, caller.tenantId, { alert: [id] })
      })
      audit.record({ type: 'alert_note_edited', actor: caller, details: { alertId: id } })
    },
  }
}

export type AlertService = ReturnType<typeof createAlertService>

const noSuchAlert = (id: string): SpillwayError => new SpillwayError('NOT_FOUND', { reason: `There is no alert ${id}` })

const unusable = (problems: readonly { readonly type: string; readonly badFilter: string | null }[]): SpillwayError => {
  const [problem] = problems
  return new SpillwayError('MALFORMED_REQUEST', {
    field: 'body.groups',
    reason: `${problem?.type}: ${problem?.badFilter ?? 'the search'}`,
  })
}
