import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import type { Progress } from './rehearsal/rehearse.ts'
import { type BacktestRow, type Job, rehearsalOf } from './repository.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly clock: Clock
  readonly tenantId: () => string
  /** This process. */
  readonly owner: string
  /** Take over from an owner that seems alive: right where something else keeps a second process out. */
  readonly isAlone: boolean
}

const leaseMilliseconds = 20_000
/** Begun so often and never ended: it takes its process down with it. */
const mostAttempts = 3

/** Where a process takes on backtests, tells how far it is, and gives them back. A dead process loses its own. */
export const createDesk = ({ store: { db }, clock, tenantId, owner, isAlone }: Dependencies) => {
  const now = (): string => clock().toISOString()
  const expiry = (): string => new Date(clock().getTime() + leaseMilliseconds).toISOString()
  const mine = (id: string) =>
    db.updateTable('backtest').where('id', '=', id).where('owner', '=', owner).where('state', '=', 'RUNNING')

  const next = () =>
    db
      .selectFrom('backtest')
      .selectAll()
      .where('tenant_id', '=', tenantId())
      .where(({ and, eb, or }) =>
        or([
          eb('state', '=', 'QUEUED'),
          and([
            eb('state', '=', 'RUNNING'),
            eb('owner', '!=', owner),
            ...(isAlone ? [] : [eb('lease_expires_at', '<=', now())]),
          ]),
        ]),
      )
      .orderBy('created_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()

  /** Only if nobody else took it since it was read. */
  const claim = async (row: BacktestRow): Promise<boolean> => {
    const isSpent = Number(row.attempts) >= mostAttempts
    const { numUpdatedRows } = await db
      .updateTable('backtest')
      .set(isSpent ? failed(now(), 'The server ended each time while it ran') : taken(owner, now(), expiry(), row))
      .where('id', '=', row.id)
      .where('state', '=', row.state)
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
    return numUpdatedRows > 0n && !isSpent
  }

  return {
    /** The next that nobody runs; null where there is none. */
    take: async (): Promise<Job | null> => {
      for (let row = await next(); row; row = await next())
        if (await claim(row)) return { id: row.id, rehearsal: rehearsalOf(row) }
      return null
    },

    /** Tells how far it is. False where it is not this process's any more: cancelled, removed or taken over. */
    tell: async (id: string, progress: Progress): Promise<boolean> => {
      const { numUpdatedRows } = await mine(id)
        .set({ progress: JSON.stringify(progress), lease_expires_at: expiry() })
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    fail: async (id: string, reason: string): Promise<void> => {
      await mine(id).set(failed(now(), reason)).execute()
    },

    /** Lets another process, or this one when it starts again, begin anew. */
    giveBack: async (id: string): Promise<void> => {
      await mine(id).set({ state: 'QUEUED', owner: null, lease_expires_at: null, attempts: 0 }).execute()
    },
  }
}

export type Desk = ReturnType<typeof createDesk>

const taken = (owner: string, at: string, lease: string, { attempts }: BacktestRow) => ({
  ...{ state: 'RUNNING', owner, started_at: at, lease_expires_at: lease, attempts: Number(attempts) + 1 },
})

const failed = (at: string, reason: string) => ({
  ...{ state: 'FAILED', reason, finished_at: at, owner: null, lease_expires_at: null },
})
