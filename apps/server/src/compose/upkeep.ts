import type { Timing } from '@spillway/detection'
import { Counter } from 'prom-client'
import { createUpkeep } from '../modules/upkeep/index.ts'
import type { Surroundings } from './surroundings.ts'

/** Keeps the control store from growing for good. */
export const startUpkeep = (
  { config, stores, clock, logger, metrics, undo }: Surroundings,
  timing: Timing,
  tenantId: () => string,
): void => {
  const deleted = new Counter({
    name: 'spillway_upkeep_deleted_rows_total',
    help: 'Rows of the control store that nobody can need any more and upkeep removed, by table',
    labelNames: ['table'],
    registers: [metrics.registry],
  })
  const upkeep = createUpkeep({
    ...{ store: stores.control, clock, tenantId, timing },
    retention: { eventDays: config.retentionDays, alertDays: config.alertRetentionDays },
    onDeleted: (table, rows) => deleted.inc({ table }, rows),
    onFailure: (error) => logger.error({ err: error }, 'upkeep of the control store failed; trying again'),
  })
  upkeep.start()
  undo.add('upkeep', upkeep.stop)
}
