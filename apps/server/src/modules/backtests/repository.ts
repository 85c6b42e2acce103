import { type BacktestAlert, backtestLimits } from '@spillway/contract'
import type { ControlStore, Row } from '@spillway/control-store'
import { chunksOf } from '../../platform/chunks.ts'
import type { Findings } from './rehearsal/findings.ts'
import { noProgress, type Progress } from './rehearsal/rehearse.ts'
import type { Rehearsal } from './subject.ts'

export type BacktestRow = Row<'backtest'>

/** A backtest that a process has taken on. */
export interface Job {
  readonly id: string
  readonly rehearsal: Rehearsal
}

interface NewBacktest {
  readonly id: string
  readonly tenantId: string
  readonly rehearsal: Rehearsal
  readonly createdAt: string
  readonly createdBy: string
}

const open = ['QUEUED', 'RUNNING'] as const
const rowsAtOnce = 500

/** Backtests of tenants, as they are asked for and read. */
export const createBacktestRepository = ({ db, transaction }: Pick<ControlStore, 'db' | 'transaction'>) => {
  const of = (tenantId: string) => db.selectFrom('backtest').where('tenant_id', '=', tenantId)
  return {
    waiting: async (tenantId: string): Promise<number> => {
      const { count } = await of(tenantId)
        .where('state', 'in', open)
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    add: async ({ id, tenantId, rehearsal, createdAt, createdBy }: NewBacktest): Promise<void> => {
      const row = { id, tenant_id: tenantId, request: JSON.stringify(rehearsal), state: 'QUEUED', attempts: 0 }
      const progress = JSON.stringify(noProgress)
      await db
        .insertInto('backtest')
        .values({ ...row, progress, created_at: createdAt, created_by: createdBy })
        .execute()
    },

    /** Lets the oldest go that have ended, beyond those that are kept. */
    forget: async (tenantId: string): Promise<void> => {
      const old = await of(tenantId)
        .where('state', 'not in', open)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .offset(backtestLimits.kept)
        .limit(rowsAtOnce)
        .select('id')
        .execute()
      const ids = old.map(({ id }) => id)
      if (ids.length > 0) await db.deleteFrom('backtest').where('id', 'in', ids).execute()
    },

    find: (tenantId: string, id: string): Promise<BacktestRow | undefined> =>
      of(tenantId).where('id', '=', id).selectAll().executeTakeFirst(),

    list: (tenantId: string) =>
      of(tenantId).selectAll().orderBy('created_at', 'desc').orderBy('id').limit(backtestLimits.kept).execute(),

    alerts: async (id: string, after: number, limit: number): Promise<readonly BacktestAlert[]> => {
      const rows = await db
        .selectFrom('backtest_alert')
        .select('content')
        .where('backtest_id', '=', id)
        .where('position', '>=', after)
        .orderBy('position')
        .limit(limit)
        .execute()
      return rows.map(({ content }) => JSON.parse(content) as BacktestAlert)
    },

    /** Ends it, if it has not ended. Whoever runs it learns of that. Answers whether it was still open. */
    cancel: async (id: string, at: string): Promise<boolean> => {
      const { numUpdatedRows } = await db
        .updateTable('backtest')
        .set({ state: 'CANCELLED', finished_at: at, owner: null, lease_expires_at: null })
        .where('id', '=', id)
        .where('state', 'in', open)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    remove: async (id: string): Promise<void> => {
      await db.deleteFrom('backtest').where('id', '=', id).execute()
    },

    /** Stores what was found, unless it is no longer this process's to tell. */
    finish: (id: string, owner: string, at: string, { result, alerts }: Findings): Promise<void> =>
      transaction(async (within) => {
        const { numUpdatedRows } = await within
          .updateTable('backtest')
          .set({ state: 'DONE', result: JSON.stringify(result), finished_at: at, owner: null, lease_expires_at: null })
          .where('id', '=', id)
          .where('owner', '=', owner)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return
        const rows = alerts.map((alert, position) => ({ backtest_id: id, position, content: JSON.stringify(alert) }))
        for (const some of chunksOf(rows, rowsAtOnce)) await within.insertInto('backtest_alert').values(some).execute()
      }),
  }
}

export type BacktestRepository = ReturnType<typeof createBacktestRepository>

export const rehearsalOf = ({ request }: Pick<BacktestRow, 'request'>): Rehearsal => JSON.parse(request) as Rehearsal
export const progressOf = ({ progress }: Pick<BacktestRow, 'progress'>): Progress => JSON.parse(progress) as Progress
