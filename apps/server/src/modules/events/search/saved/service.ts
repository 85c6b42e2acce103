import type { SavedSearch, SavedSearchDefinition } from '@spillway/contract'
import type { Version } from '@spillway/event-model'
import { compileExport, type QueryLimits } from '@spillway/event-store'
import type { Caller } from '../../../../http/index.ts'
import type { Clock } from '../../../../platform/clock.ts'
import { SpillwayError } from '../../../../platform/errors.ts'
import type { NewId } from '../../../../platform/ids.ts'
import type { Audit } from '../../../audit/index.ts'
import { compiledOrThrow } from '../problems.ts'
import { presentOwn, presentV1, presentV2 } from './present.ts'
import type { SavedSearchChange, SavedSearchRepository, SavedSearchRow } from './repository.ts'

export interface SavedSearchDependencies {
  readonly repository: SavedSearchRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  readonly limits: QueryLimits
}

const maximumSearches = 5_000
/** Clients read all of them at once, so that they have to fit into memory together. In characters. */
const maximumLength = 16_777_216

const presenters = { v1: presentV1, v2: presentV2 } as const

const notFound = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { field: 'path.id', reason: 'No such saved search' })

/** Queries kept by name. All users of a tenant see and share them. */
export const createSavedSearchService = ({ repository, audit, clock, newId, limits }: SavedSearchDependencies) => {
  const changeOf = (caller: Caller, given: SavedSearchDefinition): SavedSearchChange => {
    const { name, notes, apiVersion, ...definition } = given
    compiledOrThrow(compileExport(definition, apiVersion === 1 ? 'v1' : 'v2', { now: clock(), limits }))
    return {
      ...{ name, notes: notes ?? null, api_version: apiVersion, definition: JSON.stringify(definition) },
      ...{ modified_by_uid: caller.id, modified_by_username: caller.name, modified_at: clock().toISOString() },
    }
  }

  const requireRoom = async ({ tenantId }: Caller, id: string, { definition }: SavedSearchChange): Promise<void> => {
    const { count, length } = await repository.usage(tenantId, id)
    if (count >= maximumSearches) {
      throw new SpillwayError('CONFLICT', { reason: `There are ${maximumSearches} saved searches already` })
    }
    if (length + definition.length > maximumLength) {
      throw new SpillwayError('CONFLICT', {
        reason: `Saved searches take ${maximumLength} characters at most together`,
      })
    }
  }

  const found = async (caller: Caller, id: string): Promise<SavedSearchRow> => {
    const row = await repository.find(caller.tenantId, id)
    if (!row) throw notFound()
    return row
  }

  const record = (type: 'created' | 'updated' | 'deleted', actor: Caller, { id, name }: SavedSearchRow): void =>
    audit.record({ type: `saved_search_${type}`, actor, details: { savedSearchId: id, savedSearchName: name } })

  return {
    /** Searches that this version can show. */
    list: async ({ tenantId }: Caller, version: Version): Promise<SavedSearch[]> =>
      (await repository.list(tenantId)).map(presenters[version]).filter((search) => search !== null),

    /** One search, or null when there is none that this version can show. */
    read: async ({ tenantId }: Caller, version: Version, id: string): Promise<SavedSearch | null> => {
      const row = await repository.find(tenantId, id)
      return row ? presenters[version](row) : null
    },

    create: async (caller: Caller, given: SavedSearchDefinition): Promise<SavedSearch> => {
      const change = changeOf(caller, given)
      const id = newId()
      await requireRoom(caller, id, change)
      const row: SavedSearchRow = {
        ...change,
        ...{ id, tenant_id: caller.tenantId, created_at: change.modified_at },
        ...{ created_by_uid: change.modified_by_uid, created_by_username: change.modified_by_username },
      }
      await repository.insert(row)
      record('created', caller, row)
      return presentOwn(row)
    },

    replace: async (caller: Caller, id: string, given: SavedSearchDefinition): Promise<SavedSearch> => {
      const change = changeOf(caller, given)
      const row = { ...(await found(caller, id)), ...change }
      await requireRoom(caller, id, change)
      await repository.update(caller.tenantId, id, change)
      record('updated', caller, row)
      return presentOwn(row)
    },

    remove: async (caller: Caller, id: string): Promise<void> => {
      const row = await found(caller, id)
      await repository.remove(caller.tenantId, id)
      record('deleted', caller, row)
    },
  }
}

export type SavedSearchService = ReturnType<typeof createSavedSearchService>
