import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import type { AlertTransaction } from '../alerts/index.ts'

/** How far somebody has read: the highest number seen of each ingest node. */
export type Cursor = Readonly<Record<string, string>>

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly clock: Clock
  readonly tenantId: () => string
  /** This process. */
  readonly owner: string
  /** Take over from a holder that seems alive: right where something else keeps a second process out. */
  readonly force: boolean
  /** Where a new installation begins to look. */
  readonly beginning: () => Promise<Cursor>
}

const leaseMilliseconds = 10_000

/** Another process took over: what was worked out must not be stored. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** One runner at a time, and the place in the log up to which its work is stored. */
export const createLease = ({ store, clock, tenantId, owner, force, beginning }: Dependencies) => {
  const read = (db: Pick<ControlStore['db'], 'selectFrom'>) =>
    db.selectFrom('detection_state').selectAll().where('tenant_id', '=', tenantId()).executeTakeFirst()
  const expiry = (): string => new Date(clock().getTime() + leaseMilliseconds).toISOString()
  let taken = false

  const begin = async (): Promise<void> => {
    const row = {
      tenant_id: tenantId(),
      cursor: JSON.stringify(await beginning()),
      owner: null,
      lease_expires_at: null,
    }
    await store.db
      .insertInto('detection_state')
      .values(row)
      .onConflict((conflict) => conflict.column('tenant_id').doNothing())
      .execute()
  }

  const take = async (): Promise<string | null> => {
    const state = await read(store.db)
    if (!state) {
      await begin()
      return take()
    }
    const now = clock().toISOString()
    const isFree = state.owner === null || state.owner === owner || (state.lease_expires_at ?? '') <= now
    if (!isFree && !(force && !taken)) return null
    // Only if nobody else took it since it was read.
    const { numUpdatedRows } = await store.db
      .updateTable('detection_state')
      .set({ owner, lease_expires_at: expiry() })
      .where('tenant_id', '=', tenantId())
      .where('owner', 'is not distinct from', state.owner)
      .where('lease_expires_at', 'is not distinct from', state.lease_expires_at)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return null
    taken = true
    return state.cursor
  }

  return {
    /** Where to go on; null while another process is at work. */
    take,

    /** Stores effects and the place after them in one transaction; throws `LeaseLost` where another process went on. */
    advance: <Result>(from: string, to: Cursor, effects: (within: AlertTransaction) => Promise<Result>) =>
      store.transaction(async (within) => {
        const { numUpdatedRows } = await within
          .updateTable('detection_state')
          .set({ cursor: JSON.stringify(to), lease_expires_at: expiry() })
          .where('tenant_id', '=', tenantId())
          .where('owner', '=', owner)
          .where('cursor', '=', from)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) throw new LeaseLost('Another process took over detection')
        return effects(within)
      }),

    release: async (): Promise<void> => {
      await store.db
        .updateTable('detection_state')
        .set({ owner: null, lease_expires_at: null })
        .where('tenant_id', '=', tenantId())
        .where('owner', '=', owner)
        .execute()
    },
  }
}

export type Lease = ReturnType<typeof createLease>
