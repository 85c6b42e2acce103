import { expect, it } from 'vitest'
import { severityOf } from './severity.ts'

it.each([
  [0, 'NO_RISK_INDICATED'],
  [1, 'LOW'],
  [3, 'LOW'],
  [4, 'MODERATE'],
  [6, 'MODERATE'],
  [7, 'HIGH'],
  [8, 'HIGH'],
  [9, 'CRITICAL'],
  [1_000, 'CRITICAL'],
] as const)('a score of %d is %s', (score, severity) => expect(severityOf(score)).toBe(severity))
