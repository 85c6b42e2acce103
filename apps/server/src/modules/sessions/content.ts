import type { Row } from '@spillway/control-store'
import { type SessionActivity, type Severity, severityOf } from '@spillway/detection'

export type SessionRow = Row<'session'>

export const contentOf = ({ content }: Pick<SessionRow, 'content'>): SessionActivity =>
  JSON.parse(content) as SessionActivity

const severities: readonly Severity[] = ['NO_RISK_INDICATED', 'LOW', 'MODERATE', 'HIGH', 'CRITICAL']

/** Severities of sessions are numbers from 0 to 4. */
export const severityNumber = (score: number): number => severities.indexOf(severityOf(score))
