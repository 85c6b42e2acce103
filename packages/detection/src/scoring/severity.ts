export type Severity = 'NO_RISK_INDICATED' | 'LOW' | 'MODERATE' | 'HIGH' | 'CRITICAL'

/** Published band of a score. */
export const severityOf = (score: number): Severity => {
  if (score <= 0) return 'NO_RISK_INDICATED'
  if (score < 4) return 'LOW'
  if (score < 7) return 'MODERATE'
  return score < 9 ? 'HIGH' : 'CRITICAL'
}
