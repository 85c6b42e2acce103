import { isUniqueViolation } from '@spillway/control-store'
import type { TrustType } from '@spillway/detection'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Audit } from '../audit/index.ts'
import { changedActions, type GivenGroups } from './actions.ts'
import { type Definition, definitionOf, partsOf } from './definition.ts'
import { duplicate, notFound, refused } from './refusals.ts'
import type { ListRequest, TrustedActivityRow, TrustRepository } from './repository.ts'

interface Dependencies {
  readonly repository: TrustRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  /** Told of a change before it is acknowledged. */
  readonly onChange: () => void
}

/** What a change gives; absent keys stay as they are. */
export interface Change {
  readonly type?: TrustType | null | undefined
  readonly value?: string | null | undefined
  readonly description?: string | null | undefined
  readonly isHighValueSource?: boolean | null | undefined
  readonly activityActionGroups?: GivenGroups
}

const maximumEntries = 10_000

/** What the company trusts. Changes hold for events that arrive later; those stored stay as they were judged. */
export const createTrustService = ({ repository, audit, clock, onChange }: Dependencies) => {
  const record = (type: 'created' | 'updated' | 'deleted', actor: Caller, row: TrustedActivityRow): void => {
    const { actions, ...definition } = definitionOf(row)
    const details = { activityId: String(row.id), ...definition, activityType: row.type, actions: row.actions }
    audit.record({ type: `trusted_activity_${type}`, actor, details })
  }

  const changed = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      throw isUniqueViolation(error) ? duplicate() : error
    } finally {
      onChange()
    }
  }

  /** The entry, of one of the types that the caller's version of the API knows. */
  const known = (row: TrustedActivityRow | undefined, types: readonly string[] | null): TrustedActivityRow => {
    if (!row || (types && !types.includes(row.type))) throw notFound()
    return row
  }

  return {
    list: ({ tenantId }: Caller, request: ListRequest) => repository.list(tenantId, request),

    read: async ({ tenantId }: Caller, id: number, types: readonly string[] | null = null) =>
      known(await repository.find(tenantId, id), types),

    create: async (caller: Caller, definition: Definition): Promise<TrustedActivityRow> => {
      const { tenantId } = caller
      const at = clock()
      const parts = { ...partsOf(definition, caller, at), tenant_id: tenantId, created_at: at.toISOString() }
      const row = await changed(() =>
        repository.change(tenantId, async (within, id) => {
          if ((await repository.count(within, tenantId)) >= maximumEntries)
            throw refused('value', `There are ${maximumEntries} trusted activities already`)
          await repository.insert(within, { ...parts, id })
          return { ...parts, id, description: parts.description ?? null }
        }),
      )
      record('created', caller, row)
      return row
    },

    update: async (caller: Caller, id: number, change: Change, types: readonly string[] | null = null) => {
      const row = await changed(() =>
        repository.change(caller.tenantId, async (within) => {
          const before = known(await repository.find(caller.tenantId, id, within), types)
          const parts = partsOf(merged(definitionOf(before), change), caller, clock())
          await repository.update(within, before, parts)
          return { ...before, ...parts, description: parts.description ?? null }
        }),
      )
      record('updated', caller, row)
      return row
    },

    remove: async (caller: Caller, id: number, types: readonly string[] | null = null) => {
      const row = await changed(() =>
        repository.change(caller.tenantId, async (within) => {
          const before = known(await repository.find(caller.tenantId, id, within), types)
          await repository.remove(within, before)
          return before
        }),
      )
      record('deleted', caller, row)
      return row
    },
  }
}

export type TrustService = ReturnType<typeof createTrustService>

const merged = (before: Definition, change: Change): Definition => {
  if (change.type && change.type !== before.type)
    throw refused('type', 'The type of a trusted activity cannot be changed', 'INVALID_CHANGE')
  return {
    type: before.type,
    value: change.value ?? before.value,
    description: change.description === undefined ? before.description : change.description,
    isHighValueSource: change.isHighValueSource ?? before.isHighValueSource,
    actions: changedActions(before.type, change.activityActionGroups, before.actions),
  }
}
