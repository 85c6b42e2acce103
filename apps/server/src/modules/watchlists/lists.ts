import type { WatchlistType } from '@spillway/contract'
import { type ControlStore, isUniqueViolation, type NewRow } from '@spillway/control-store'
import { customWatchlistIndicator, watchlistSubcategory } from '@spillway/detection'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit, AuditType } from '../audit/index.ts'
import type { ForgetIndicator } from '../risk/index.ts'
import { listTypeOf } from './list-types.ts'
import type { ListRow, ListsRepository } from './lists-repository.ts'
import { type ListChanges, maskedChanges } from './mask.ts'
import { listNotFound, refused, typeRefused } from './refusals.ts'
import type { RulesRepository } from './rules-repository.ts'

/** Custom lists a tenant may have (Watchlists reference of the vendor). */
const maximumCustomLists = 25

interface Dependencies {
  readonly store: ControlStore
  readonly repository: ListsRepository
  readonly rules: RulesRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** Takes the indicator of a list of the tenant's own out of alert rules. */
  readonly forgetIndicator?: ForgetIndicator
}

export interface NewList extends ListChanges {
  readonly watchlistType: string
}

export type Lists = ReturnType<typeof createLists>

/** Watchlists themselves. */
export const createLists = (dependencies: Dependencies) => {
  const { store, repository, rules, audit, clock, newId, forgetIndicator } = dependencies
  const now = () => clock().toISOString()

  const read = async (caller: Caller, id: string): Promise<ListRow> => {
    const list = await repository.find(caller.tenantId, id)
    if (!list) throw listNotFound()
    return list
  }

  const record = (type: AuditType, actor: Caller, watchlistId: string, listType: string, title: string | null): void =>
    audit.record({ type, actor, details: { watchlistId, watchlistType: listType, watchlistTitle: title } })

  const insert = (row: NewRow<'watchlist'>) =>
    store
      .transaction(async (db) => {
        if (row.list_type === 'CUSTOM' && (await repository.countCustom(db, row.tenant_id)) >= maximumCustomLists)
          throw refused(`There may be ${maximumCustomLists} custom watchlists at most`)
        await repository.insert(db, row)
      })
      .catch(typeTakenIfUnique)

  return {
    read,

    list: async (caller: Caller, ids: readonly string[] | null, offset: number, limit: number) => {
      const { tenantId } = caller
      const [lists, totalCount] = await Promise.all([
        repository.page(tenantId, ids, offset, limit),
        repository.count(tenantId, ids),
      ])
      return { lists, totalCount }
    },

    async create(caller: Caller, wanted: NewList): Promise<ListRow> {
      const listType = listTypeOf(wanted.watchlistType)
      if (!listType) throw typeRefused(wanted.watchlistType)
      const [id, at] = [newId(), now()]
      const row = { id, tenant_id: caller.tenantId, list_type: listType, ...wordsOf(listType, wanted) }
      await insert({ ...row, created_at: at, modified_at: at })
      record('watchlist_created', caller, id, listType, row.title)
      return read(caller, id)
    },

    async update(caller: Caller, id: string, wanted: ListChanges, paths: readonly string[] | undefined) {
      const changes = maskedChanges(wanted, paths)
      const at = now()
      await store.transaction(async (db) => {
        const list = await repository.hold(db, caller.tenantId, id)
        if (!list) throw listNotFound()
        if (list.list_type !== 'CUSTOM') throw refused('Only custom watchlists can be updated')
        await repository.update(db, id, { ...changes, modified_at: at })
      })
      const list = await read(caller, id)
      record('watchlist_updated', caller, id, list.list_type, list.title)
      return list
    },

    async remove(caller: Caller, id: string): Promise<void> {
      const at = now()
      const list = await store.transaction(async (db) => {
        const held = await repository.hold(db, caller.tenantId, id)
        if (!held) throw listNotFound()
        await rules.end(db, id, null, at)
        await repository.update(db, id, { deleted_at: at, modified_at: at })
        if (held.list_type === 'CUSTOM') await forgetIndicator?.(db, caller.tenantId, indicatorOf(held), at)
        return held
      })
      record('watchlist_deleted', caller, id, list.list_type, list.title)
    },
  }
}

const indicatorOf = ({ id, title }: ListRow) => ({
  ...{ id: customWatchlistIndicator(id), name: title ?? id },
  ...{ categoryId: 'user-behavior', subcategoryId: watchlistSubcategory },
})

const wordsOf = (listType: WatchlistType, { title, description }: ListChanges) => {
  if (listType !== 'CUSTOM') return { title: null, description: null }
  if (!title?.trim()) throw refused('A custom watchlist needs a title', 'body.title')
  return { title, description: description || null }
}

const typeTakenIfUnique = (error: unknown): never => {
  throw isUniqueViolation(error) ? refused('Watchlist type already exists', 'body.watchlistType') : error
}
