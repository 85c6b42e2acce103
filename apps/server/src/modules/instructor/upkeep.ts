import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import type { Audit } from '../audit/index.ts'
import { keptFrom } from './fetch.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly tenantId: () => string
}

/**
 * Tells the audit log which alerts were dismissed with a lesson: detection, whose transaction did that, may repeat it.
 * Each process tells what it was first to mark.
 */
export const createDismissalAudit =
  ({ store: { db }, audit, tenantId }: Pick<Dependencies, 'store' | 'audit' | 'tenantId'>) =>
  async (): Promise<void> => {
    const dismissed = await db
      .updateTable('lesson_notification')
      .set({ told: 1 })
      .where('tenant_id', '=', tenantId())
      .where('told', '=', 0)
      .returning(['alert_id', 'lesson_id'])
      .execute()
    for (const { alert_id, lesson_id } of dismissed) {
      const details = { alertIds: [alert_id], state: 'RESOLVED', lessonId: lesson_id }
      audit.record({ type: 'alert_state_changed', actor: null, details })
    }
  }

/** Between two removals, in milliseconds. */
const removalPause = 60 * 60_000

/** Removes notifications that are older than they are kept, once an hour. */
export const createRemoval = ({
  store: { db },
  clock,
  tenantId,
}: Pick<Dependencies, 'store' | 'clock' | 'tenantId'>) => {
  let next = 0
  return async (): Promise<void> => {
    const now = clock()
    if (now.getTime() < next) return
    next = now.getTime() + removalPause
    await db
      .deleteFrom('lesson_notification')
      .where('tenant_id', '=', tenantId())
      .where('created_at', '<', keptFrom(now))
      .execute()
  }
}
