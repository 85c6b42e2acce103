import type { FileEvent } from '@spillway/event-model'

interface Indicator {
  readonly name: string
  readonly id: string
  readonly weight: number
}

const indicator = (name: string, weight: number): Indicator => ({ name, id: name, weight })

const categoryLabels: Readonly<Record<string, readonly [string, number]>> = {
  Archive: ['Zip', 3],
  SourceCode: ['Source code', 3],
  Spreadsheet: ['Spreadsheet', 0],
  Image: ['Image', 0],
  Document: ['Document', 0],
  Pdf: ['PDF', 0],
}

/**
 * A stand-in for scoring, so that searches by score, severity and indicator find what they find in production:
 * nothing for local work, weights as published for files that leave.
 */
export const riskOf = (event: FileEvent): FileEvent['risk'] => {
  const indicators = indicatorsOf(event)
  const score = indicators.reduce((sum, { weight }) => sum + weight, 0)
  return { ...event.risk, score, severity: severityOf(score), indicators, trusted: false }
}

const indicatorsOf = ({ event, file, source, destination, user }: FileEvent): Indicator[] => {
  if (!destination.category || event.vector === 'DOWNLOADED' || event.vector === 'UNKNOWN') return []
  const label = categoryLabels[file.category ?? '']
  const rare = (Number(user.id?.at(-1) ?? 0) + (file.sizeInBytes ?? 0)) % 10 === 0
  return [
    indicator(event.vector === 'REMOVABLE_MEDIA_OUT' ? 'Removable media' : `${destination.name ?? 'Other'} upload`, 5),
    ...(label ? [indicator(...label)] : []),
    ...(rare ? [indicator('First use of destination', 3)] : []),
    ...(source.ip?.startsWith('203.') ? [indicator('Remote', 0)] : []),
  ]
}

const severityOf = (score: number): string => {
  if (score === 0) return 'NO_RISK_INDICATED'
  if (score < 4) return 'LOW'
  if (score < 7) return 'MODERATE'
  return score < 9 ? 'HIGH' : 'CRITICAL'
}
