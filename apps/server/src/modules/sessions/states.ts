import type { SessionState } from '@spillway/contract'

/** What the state of a session means for its alerts: the same verdict (domain reference 2.8, proposed there). */
export const alertStateOf = (state: SessionState): string => verdicts[state]

const verdicts: Readonly<Record<SessionState, string>> = {
  OPEN: 'OPEN',
  OPEN_NEW_DATA: 'OPEN',
  IN_PROGRESS: 'IN_PROGRESS',
  CLOSED: 'RESOLVED',
  CLOSED_TP: 'RESOLVED_TP',
  CLOSED_TP_BENIGN: 'RESOLVED_TP',
  CLOSED_FP: 'RESOLVED_FP',
}

/**
 * What the states of its alerts mean for a session (inferred): closed once all of them are resolved, a true positive if
 * one is, a false positive only if all are; open while nobody touched one; in progress between.
 */
export const sessionStateOf = (alertStates: readonly string[]): SessionState => {
  if (alertStates.every((state) => state === 'OPEN')) return 'OPEN'
  if (!alertStates.every((state) => state.startsWith('RESOLVED'))) return 'IN_PROGRESS'
  if (alertStates.includes('RESOLVED_TP')) return 'CLOSED_TP'
  return alertStates.every((state) => state === 'RESOLVED_FP') ? 'CLOSED_FP' : 'CLOSED'
}

/** Whether a session says already what its alerts say. */
export const agrees = (state: SessionState, alertStates: readonly string[]): boolean =>
  state === sessionStateOf(alertStates) || alertStates.every((each) => each === alertStateOf(state))

/** Whether somebody took care of the session, so that new alerted activity opens it again. */
export const isHandled = (state: string): boolean => state === 'IN_PROGRESS' || state.startsWith('CLOSED')

/** The state in the words of before 2026. */
export const legacyState = (state: SessionState): SessionState => (state === 'CLOSED_TP_BENIGN' ? 'CLOSED_TP' : state)
