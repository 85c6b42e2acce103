import type { ControlStore, Database } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Audit } from '../audit/index.ts'
import type { ListRow, ListsRepository } from './lists-repository.ts'
import { listRefused, type Noun } from './refusals.ts'
import type { RuleKind, RulesRepository, Subject } from './rules-repository.ts'
import type { Subjects } from './subjects.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly lists: ListsRepository
  readonly repository: RulesRepository
  readonly subjects: Subjects
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
}

export interface RuleChange {
  readonly watchlistId: string
  readonly kind: RuleKind
  /** Ids of users or groups, names of departments. */
  readonly names: readonly string[]
  readonly noun: Noun
}

/** Whoever is named one way is so no longer named the other way. */
const opposites: Partial<Record<RuleKind, RuleKind>> = { included: 'excluded', excluded: 'included' }

export type Rules = ReturnType<typeof createRules>

/** Changes the rules of a list: at once for everybody they are about, whole or not at all. */
export const createRules = ({ store, lists, repository, subjects, audit, clock }: Dependencies) => {
  type Work = (db: Database, found: readonly Subject[], at: string) => Promise<void>

  const change = async (caller: Caller, verb: 'added' | 'removed', wanted: RuleChange, work: Work): Promise<void> => {
    const at = clock().toISOString()
    const done = await store.transaction(async (db) => {
      const list = await lists.hold(db, caller.tenantId, wanted.watchlistId)
      if (!list) throw listRefused()
      const found = await subjects.require(db, wanted.kind, { ...wanted, tenantId: caller.tenantId })
      await work(db, found, at)
      return { list, found }
    })
    record(caller, verb, wanted.kind, done)
  }

  const record = (
    actor: Caller,
    verb: string,
    kind: RuleKind,
    { list, found }: { readonly list: ListRow; readonly found: readonly Subject[] },
  ): void => {
    const about = { watchlistId: list.id, watchlistType: list.list_type, watchlistTitle: list.title }
    const subjectIds = found.map(({ subject }) => subject)
    audit.record({ type: 'watchlist_membership_changed', actor, details: { ...about, change: verb, kind, subjectIds } })
  }

  return {
    add: (caller: Caller, wanted: RuleChange): Promise<void> =>
      change(caller, 'added', wanted, async (db, found, at) => {
        const { watchlistId, kind } = wanted
        const opposite = opposites[kind]
        const ids = found.map(({ subject }) => subject)
        if (opposite) await repository.end(db, watchlistId, { kind: opposite, subjects: ids }, at)
        await repository.begin(db, { watchlistId, kind }, found, at)
      }),

    /** Of no effect on who is not named: members by department or group leave with that alone. */
    remove: (caller: Caller, wanted: RuleChange): Promise<void> =>
      change(caller, 'removed', wanted, async (db, found, at) => {
        const ids = found.map(({ subject }) => subject)
        await repository.end(db, wanted.watchlistId, { kind: wanted.kind, subjects: ids }, at)
      }),
  }
}
