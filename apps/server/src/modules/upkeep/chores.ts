import { ruleLimits } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { Timing } from '@spillway/detection'
import type { Clock } from '../../platform/clock.ts'
import { forgetHistory } from '../agents/index.ts'
import { forgetActivity, forgetAlerts } from '../alerts/index.ts'
import { floorOf } from '../detection/index.ts'
import { forgetSessions } from '../sessions/index.ts'
import type { Chore, Removal } from './keeper.ts'

/** How long what a person may look at is kept. */
export interface Retention {
  readonly eventDays: number
  /** Of alerts and sessions, after anything last happened to them. */
  readonly alertDays: number
}

export interface ChoreDependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly clock: Clock
  readonly tenantId: () => string
  /** Which times of events are believed. */
  readonly timing: Timing
  readonly retention: Retention
}

const day = 24 * 60 * 60_000
const longestWindow = ruleLimits.longestWindowMinutes * 60_000
const nothing: Removal = { deleted: {}, isDone: true }

/** What detection leaves behind: nothing of it goes that something still to be judged could count with. */
export const detectionChores = ({ store, clock, tenantId, timing, retention }: ChoreDependencies): readonly Chore[] => {
  const fromFloor = (name: string, step: (floor: number) => Promise<Removal>): Chore => ({
    name,
    step: async () => {
      const floor = await floorOf(store, tenantId(), timing)
      return floor === null ? nothing : step(floor)
    },
  })
  const daysAgo = (days: number): number => clock().getTime() - days * day
  /** An alert can grow as long as its window is open. */
  const workedUntil = (floor: number): number => Math.min(daysAgo(retention.alertDays), floor - longestWindow)
  return [
    fromFloor('activity', async (floor) => {
      const { deleted, isDone } = await forgetActivity(store, tenantId(), floor)
      return { deleted: { alert_activity: deleted }, isDone }
    }),
    fromFloor('sessions', (floor) => {
      const worked = workedUntil(floor)
      const untouched = daysAgo(Math.min(retention.eventDays, retention.alertDays))
      return forgetSessions(store, tenantId(), { floor, worked, untouched })
    }),
    fromFloor('alerts', async (floor) => {
      const limits = { since: new Date(workedUntil(floor)), floor: floor - longestWindow }
      const { deleted, isDone } = await forgetAlerts(store, tenantId(), limits)
      return { deleted: { alert: deleted }, isDone }
    }),
  ]
}

/** What is shown for a while only, whoever looks. */
export const otherChores = ({ store, clock }: Pick<ChoreDependencies, 'store' | 'clock'>): readonly Chore[] => [
  {
    name: 'backup-history',
    step: async () => {
      const { deleted, isDone } = await forgetHistory(store, clock())
      return { deleted: { backup_usage_history: deleted }, isDone }
    },
  },
]
