import { type AlertTransaction, raiseAlerts } from '../alerts/index.ts'
import { stampChanges } from '../changes/index.ts'
import { recordLessons } from '../instructor/index.ts'
import { noteAlerts } from '../notifications/index.ts'
import { recordSessions } from '../sessions/index.ts'
import type { Judged } from './evaluate.ts'

/** What follows from a step, all of it in the transaction that moves the cursor. */
export type Effects = (within: AlertTransaction, judged: Judged, at: Date, tenantId: string) => Promise<void>

export const applyEffects: Effects = async (within, judged, at, tenantId) => {
  const alerts = await raiseAlerts(within, judged.sightings, at)
  const session = await recordSessions(within, { tenantId, activities: judged.activities, alerts, at })
  await noteAlerts(within, alerts, at)
  await recordLessons(within, alerts, judged, at)
  // The last of all: whoever waits for the counter must hold nothing that its holder still asks for.
  await stampChanges(within, tenantId, { alert: alerts.map(({ alertId }) => alertId), session })
}
