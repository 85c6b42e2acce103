import { type AlertTransaction, raiseAlerts } from '../alerts/index.ts'
import { recordLessons } from '../instructor/index.ts'
import { noteAlerts } from '../notifications/index.ts'
import type { Judged } from './evaluate.ts'

/** What follows from a step, all of it in the transaction that moves the cursor. */
export type Effects = (within: AlertTransaction, judged: Judged, at: Date) => Promise<void>

export const applyEffects: Effects = async (within, judged, at) => {
  const changes = await raiseAlerts(within, judged.sightings, at)
  await noteAlerts(within, changes, at)
  await recordLessons(within, changes, judged, at)
}
