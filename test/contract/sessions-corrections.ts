import type { Corrections, Schema } from './swagger.ts'

const text: Schema = { type: 'string' }
const optional: Schema = { type: 'string', 'x-nullable': true }
const whole: Schema = { type: 'integer' }
const list = (name: string): Schema => ({ type: 'array', items: { $ref: `#/definitions/${name}` } })

/**
 * Where the definition of September 2024 is wrong or behind about sessions: indicators and notes are shown under names
 * that another service overwrote (domain reference, 0.3), content inspection changed its form in May 2025, names, types
 * and the second form of states came later (API delta, 3.16), and errors bear `code` and `message` beside `msg`.
 */
export const sessionsCorrections: Corrections = {
  definitions: {
    ErrorResponse: { type: 'object', properties: { code: text, message: text, msg: text } },
    RiskIndicator: { type: 'object', properties: { id: text, name: text, weight: whole, eventCount: whole } },
    Note: { type: 'object', properties: { id: text, content: text, sourceTimestamp: whole, userId: optional } },
    ContentInspectionResults: {
      type: 'object',
      properties: { detectedOnAlerts: { type: 'array', items: text } },
    },
  },
  properties: {
    'State.userId': optional,
    'TriggeredAlert.lessonId': optional,
  },
  later: {
    SessionDetail: { actorName: text, type: text, riskIndicatorsAlertedOn: list('RiskIndicator') },
    State: { stateV2: text },
    TriggeredAlert: { ruleName: text },
  },
}
