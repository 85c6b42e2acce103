import { alertSeverities } from '@spillway/contract'

export type AlertSeverity = (typeof alertSeverities)[number]

/** The worst of some severities. */
export const worstOf = (severities: readonly string[]): AlertSeverity =>
  alertSeverities.findLast((severity) => severities.includes(severity)) ?? 'NO_RISK_INDICATED'
