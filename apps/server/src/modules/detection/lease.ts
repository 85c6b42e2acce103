import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import type { AlertTransaction } from '../alerts/index.ts'
import { type Claim, claimsOf } from './balance.ts'
import type { Cursor } from './cursor.ts'
import { type Group, type Held, hindmost, shardCount } from './shards.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly clock: Clock
  readonly tenantId: () => string
  /** This process. */
  readonly owner: string
  /** Whether no other process can be at work: then everything is taken at once, whoever held it, and is never lost. */
  readonly isAlone: boolean
  /** Where a new installation begins to look. */
  readonly beginning: () => Promise<Cursor>
}

const leaseMilliseconds = 5_000
/** How often a process looks at what others hold. */
const tendMilliseconds = 1_000
/** How often it is noted that nothing is left to judge. */
const noteMilliseconds = 60_000

/** Another process took over: what was worked out must not be stored. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** What a step is stored with. */
export interface Advance {
  /** The place after it. */
  readonly to: Cursor
  /** An instant: whatever was stored before then has been judged. Null where more waits. */
  readonly caughtUpAt: Date | null
}

/** Which shards are this process's own, and the places in the log up to which their work is stored. */
export const createLease = ({ store, clock, tenantId, owner, isAlone, beginning }: Dependencies) => {
  let held: Held = new Map()
  /** When to look again, milliseconds since 1970. */
  let due = 0
  /** When it was last noted that nothing is left, likewise. */
  let notedAt = Number.NEGATIVE_INFINITY

  const expiry = (): string => new Date(clock().getTime() + leaseMilliseconds).toISOString()
  const mine = () =>
    store.db
      .updateTable('detection_shard')
      .set({ owner, lease_expires_at: expiry() })
      .where('tenant_id', '=', tenantId())

  /** As far as the shards are this process's own, and stand where it believes. */
  const placed = (update: ReturnType<typeof mine>, shards: readonly number[], stored: string) =>
    update
      .where('tenant_id', '=', tenantId())
      .where('shard', 'in', shards)
      .where('owner', '=', owner)
      .where('cursor', '=', stored)

  const begin = async (): Promise<void> => {
    const cursor = JSON.stringify(await beginning())
    const rows = Array.from({ length: shardCount }, (_, shard) => ({ tenant_id: tenantId(), shard, cursor }))
    await store.db
      .insertInto('detection_shard')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['tenant_id', 'shard']).doNothing())
      .execute()
  }

  const read = async () => {
    const now = clock().toISOString()
    const rows = await store.db
      .selectFrom('detection_shard')
      .select(['shard', 'owner', 'lease_expires_at'])
      .where('tenant_id', '=', tenantId())
      .orderBy('shard')
      .execute()
    return rows.map((row) => {
      const isGone = isAlone || (row.owner !== owner && (row.lease_expires_at ?? '') <= now)
      return { shard: Number(row.shard), owner: isGone ? null : row.owner, stored: row.owner }
    })
  }

  /** Takes each only if nobody else did since it was read. */
  const claim = async (claims: readonly Claim[], storedOwners: ReadonlyMap<number, string | null>): Promise<void> => {
    const byOwner = Map.groupBy(claims, ({ shard }) => storedOwners.get(shard) ?? null)
    for (const [before, of] of byOwner) {
      const shards = of.map(({ shard }) => shard)
      await mine().where('shard', 'in', shards).where('owner', 'is not distinct from', before).execute()
    }
  }

  const tend = async (): Promise<void> => {
    due = clock().getTime() + tendMilliseconds
    let seen = await read()
    if (seen.length < shardCount) {
      await begin()
      seen = await read()
    }
    await claim(claimsOf(seen, owner), new Map(seen.map(({ shard, stored }) => [shard, stored])))
    const rows = await mine().where('owner', '=', owner).returning(['shard', 'cursor']).execute()
    held = new Map(rows.map(({ shard, cursor }) => [Number(shard), cursor]))
  }

  return {
    /** What to read next; null while others hold everything. */
    take: async (): Promise<Group | null> => {
      const isSettled = isAlone && held.size === shardCount
      if (!isSettled && clock().getTime() >= due) await tend()
      return hindmost(held)
    },

    /** Keeps what is held from running out while a step takes long. */
    renew: async (): Promise<void> => {
      if (held.size > 0) await mine().where('owner', '=', owner).execute()
    },

    /** Notes that everything stored before an instant has been judged, as far as that is news. */
    noteCaughtUp: async ({ shards, stored }: Group, at: Date): Promise<void> => {
      if (at.getTime() - notedAt < noteMilliseconds) return
      const news = { caught_up_at: at.toISOString() }
      await placed(store.db.updateTable('detection_shard').set(news), shards, stored).execute()
      notedAt = at.getTime()
    },

    /** Stores effects and the place after them in one transaction; throws `LeaseLost` where another process went on. */
    advance: async <Result>(
      { shards, stored }: Group,
      { to, caughtUpAt }: Advance,
      effects: (within: AlertTransaction) => Promise<Result>,
    ): Promise<Result> => {
      const cursor = JSON.stringify(to)
      try {
        const result = await store.transaction(async (within) => {
          const moved = { cursor, lease_expires_at: expiry() }
          const caughtUp = caughtUpAt && { caught_up_at: caughtUpAt.toISOString() }
          const update = within.updateTable('detection_shard').set({ ...moved, ...caughtUp })
          const { numUpdatedRows } = await placed(update, shards, stored).executeTakeFirst()
          if (Number(numUpdatedRows) < shards.length) throw new LeaseLost('Another process took over detection')
          return effects(within)
        })
        held = new Map([...held, ...shards.map((shard) => [shard, cursor] as const)])
        return result
      } catch (error) {
        // Whether it was stored may be open: what is held is read anew.
        held = new Map()
        due = 0
        throw error
      }
    },

    release: async (): Promise<void> => {
      held = new Map()
      await store.db
        .updateTable('detection_shard')
        .set({ owner: null, lease_expires_at: null })
        .where('tenant_id', '=', tenantId())
        .where('owner', '=', owner)
        .execute()
    },
  }
}

export type Lease = ReturnType<typeof createLease>
