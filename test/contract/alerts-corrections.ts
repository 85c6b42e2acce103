import { alertRulesCorrections } from './alert-rules-corrections.ts'
import type { Corrections, Schema } from './swagger.ts'

const nullable = (schema: Schema): Schema => ({ ...schema, 'x-nullable': true })
const text: Schema = { type: 'string' }
const instant: Schema = { type: 'string', format: 'date-time' }
const whole: Schema = { type: 'integer' }
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', properties })
const reference = (name: string): Schema => nullable({ $ref: `#/definitions/${name}` })

/** Everything that bears its type. */
const typed = [
  ...['AlertQueryResponse', 'AlertSummary', 'AlertDetailsResponse', 'AlertDetails', 'Observation'],
  ...['AlertDetailsInAggregateV2Response', 'AlertDetailsAggregateV2', 'ObservationAggregate', 'RiskSeveritySummary'],
  ...['AlertDetailsInAggregateV3Response', 'AlertDetailsAggregateV3'],
]
const shapes = ['AlertSummary', 'AlertDetails', 'AlertDetailsAggregateV2', 'AlertDetailsAggregateV3']
const absent: Readonly<Record<string, Schema>> = {
  actorId: nullable(text),
  stateLastModifiedBy: nullable(text),
  stateLastModifiedAt: nullable(instant),
  userEducation: reference('Education'),
  note: reference('Note'),
  alertUrl: nullable(text),
  ffsUrlEndpoint: nullable(text),
  ffsUrlCloud: nullable(text),
}

/**
 * Where the definition of September 2024 is wrong or behind about alerts: notes, watchlists and file categories are
 * overwritten by types of other services that bear the same names (domain reference 0.3), objects bear `type$` (0.4),
 * samples of summarized indicators have no id (1.9), and what an alert does not have is null.
 */
export const alertsCorrections: Corrections = {
  definitions: {
    ...alertRulesCorrections.definitions,
    Note: object({ type$: text, id: text, lastModifiedAt: instant, lastModifiedBy: text, message: text }),
    Watchlist: object({ type$: text, id: text, name: nullable(text), type: text, isSignificant: { type: 'boolean' } }),
    FileCategory: object({
      ...{ type$: text, category: text, fileCount: whole, totalFileSize: whole, isSignificant: { type: 'boolean' } },
    }),
    SummarizedRiskIndicator: object({ type$: text, name: text, numEvents: whole }),
  },
  properties: {
    ...Object.fromEntries(
      shapes.flatMap((shape) => Object.entries(absent).map(([name, schema]) => [`${shape}.${name}`, schema])),
    ),
    'AlertQueryResponse.problems': nullable({ type: 'array', items: { $ref: '#/definitions/QueryProblem' } }),
    'UpdateAllStateResponse.continuationToken': nullable(text),
    'Education.lessonId': nullable(text),
    'QueryProblem.badFilter': nullable(text),
    'ObservedFileEvent.path': nullable(text),
    'ObservedFileEvent.name': nullable(text),
    'ObservedFileEvent.url': nullable(text),
    'ObservedEventRiskIndicator.id': nullable(text),
    'ObservedEventRiskIndicator.name': nullable(text),
    'ObservedEventRiskIndicator.weight': nullable(whole),
  },
  later: Object.fromEntries(typed.map((name) => [name, { type$: text }])),
}
