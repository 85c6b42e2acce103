import { corrections } from './corrections.ts'
import type { Corrections, Schema } from './swagger.ts'

const text: Schema = { type: 'string', 'x-nullable': true }
const flag: Schema = { type: 'boolean' }
const facts = [
  ...['firstName', 'lastName', 'title', 'division', 'department', 'employeeType', 'locality', 'region', 'country'],
  ...['managerActorId', 'parentActorId', 'startDate', 'endDate', 'notes'],
]
const every = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text]))
const shown = { error: { type: 'string' }, message: { type: 'string' } } as const

/**
 * Where the definition of September 2024 is silent about actors: what is null where it is unknown, that searches answer
 * whole actors (API delta 3.1), and the keys that every refusal of this server has beside the family's own.
 */
export const actorsCorrections: Corrections = {
  definitions: corrections.definitions,
  properties: {
    ...Object.fromEntries(facts.map((name) => [`ActorResponse.${name}`, text])),
    'ActorSearchResponse.parentActorId': text,
  },
  later: {
    ActorSearchResponse: {
      ...every(facts.filter((name) => name !== 'parentActorId')),
      inScope: flag,
      alternateNames: { type: 'array', items: { type: 'string' } },
    },
    ActorSearchProblemResponse: shown,
    AdoptionError: shown,
    ActorNotFoundError: shown,
  },
}
