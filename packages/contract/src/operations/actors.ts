import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import type { AlternatePath } from '../operation.ts'
import { operation } from '../operation.ts'
import { queryBoolean } from './coercion.ts'
import { portal, portalErrors, portalErrorsOfOne } from './portal.ts'

const text = z.string().nullable()
const date = z
  .string()
  .nullable()
  .describe('`YYYY-MM-DD`; a date known to the month or year alone is given by its first day')

/** What may be written about an actor, in characters. */
export const actorLimits = { notes: 1000, alias: 50 } as const

export const Actor = z.object({
  actorId: z.string(),
  name: z.string(),
  active: z.boolean(),
  inScope: z.boolean().describe('Whether an active machine of the actor is watched'),
  alternateNames: z.array(z.string()),
  firstName: text,
  lastName: text,
  title: text,
  division: text,
  department: text,
  employeeType: text,
  locality: text,
  region: text,
  country: text,
  managerActorId: text,
  parentActorId: text,
  startDate: date,
  endDate: date,
  notes: text,
})

export const ActorFamily = z.object({ parent: Actor, children: z.array(Actor) })

const Adoption = z.object({ parentActorId: z.string(), childActorIds: z.array(z.string()) })

const shared = { family: 'actors', ...portal, permission: 'actors.read' } as const
const added = { added: '2023-09-27' } as const
const renamed = { added: '2023-10-13' } as const
const ofOne = { params: z.object({ actorId: z.string() }), errors: portalErrorsOfOne } as const
const ofName = {
  params: z.object({ name: z.string() }),
  slashedParam: 'name',
  errors: [...portalErrorsOfOne, 'CONFLICT'] as const satisfies readonly ErrorCode[],
} as const
const actor = { status: 200, type: 'application/json', schema: Actor } as const
const family = { status: 200, type: 'application/json', schema: ActorFamily } as const

/** The spelling of the first two weeks. */
const firstSpelling = (path: string): readonly AlternatePath[] => [
  {
    path,
    lifecycle: { added: '2023-09-27', deprecated: '2023-10-13', sunset: '2024-10-13' },
    source: 'published',
  },
]

/** Sizes and numbers out of bounds are answered by the family's own problem, so they come through here. */
const search = {
  ...shared,
  method: 'GET',
  query: z.object({
    nameStartsWith: z.string().max(1000).optional().describe('Start of the name, in any letter case'),
    nameEndsWith: z.string().max(1000).optional().describe('End of the name, in any letter case'),
    active: queryBoolean.optional(),
    page: z.coerce.number().int().max(1_000_000_000).default(1).describe('From 1'),
    pageSize: z.coerce.number().int().default(100).describe('1 to 500'),
  }),
  success: { status: 200, type: 'application/json', schema: z.object({ actors: z.array(Actor) }) },
  errors: portalErrors,
  lifecycle: added,
} as const

export const searchActors = operation({
  ...search,
  id: 'actors.search',
  summary: 'Search actors by name',
  path: '/v1/actors/actor/search',
})

export const searchParentActors = operation({
  ...search,
  id: 'actors.search-parents',
  summary: 'Search actors by name; who has a parent is answered by it, each parent once',
  path: '/v1/actors/actor/search/parent',
})

export const readActor = operation({
  ...{ ...shared, ...ofOne, success: actor },
  id: 'actors.read',
  summary: 'Read an actor',
  method: 'GET',
  path: '/v1/actors/actor/id/{actorId}',
  alternatePaths: firstSpelling('/v1/actors/actor/{actorId}'),
  lifecycle: added,
})

export const readParentActor = operation({
  ...{ ...shared, ...ofOne, success: actor },
  id: 'actors.read-parent',
  summary: 'Read the parent of an actor, or the actor where it has none',
  method: 'GET',
  path: '/v1/actors/actor/id/{actorId}/parent',
  alternatePaths: firstSpelling('/v1/actors/actor/{actorId}/parent'),
  lifecycle: added,
})

export const readActorFamily = operation({
  ...{ ...shared, ...ofOne, success: family },
  id: 'actors.family',
  summary: 'Read the family of an actor',
  method: 'GET',
  path: '/v1/actors/actor/id/{actorId}/family',
  lifecycle: renamed,
})

export const readParentActorByName = operation({
  ...{ ...shared, ...ofName, success: actor },
  id: 'actors.read-parent-by-name',
  summary: 'Read the parent of the actor of a name, or the actor where it has none',
  method: 'GET',
  path: '/v1/actors/actor/name/{name}/parent',
  lifecycle: renamed,
})

export const readActorFamilyByName = operation({
  ...{ ...shared, ...ofName, success: family },
  id: 'actors.family-by-name',
  summary: 'Read the family of the actor of a name',
  method: 'GET',
  path: '/v1/actors/actor/name/{name}/family',
  lifecycle: renamed,
})

export const updateActor = operation({
  ...{ ...shared, ...ofOne, success: actor },
  id: 'actors.update',
  summary: 'Change notes and dates of an actor: an absent key stays as it is, null clears',
  method: 'PATCH',
  path: '/v1/actors/actor/id/{actorId}',
  permission: 'actors.write',
  body: z.object({
    notes: z.string().max(actorLimits.notes).nullable().optional(),
    startDate: z.iso.date().nullable().optional(),
    endDate: z.iso.date().nullable().optional(),
  }),
  lifecycle: { added: '2024-09-30' },
  source: 'client',
})

const adopting = {
  ...shared,
  permission: 'actors.write',
  errorShape: 'portal-reason',
  success: { status: 200, type: 'application/json', schema: Adoption },
  errors: portalErrorsOfOne,
  lifecycle: added,
} as const

const actorId = z.string().min(1).max(100)

export const adoptActor = operation({
  ...adopting,
  id: 'actors.adopt',
  summary: 'Make one actor adopt another with its children: what they do counts as done by the parent',
  method: 'POST',
  path: '/v1/actors/adoption',
  body: z.object({ childActorId: actorId, parentActorId: actorId }),
})

export const releaseActor = operation({
  ...adopting,
  id: 'actors.release',
  summary: 'Take an actor out of its family, and answer who is left in it',
  method: 'DELETE',
  path: '/v1/actors/adoption/{childActorId}',
  params: z.object({ childActorId: z.string() }),
  source: 'inferred',
})

export const actorsOperations = [
  searchActors,
  searchParentActors,
  readActor,
  readParentActor,
  readActorFamily,
  readParentActorByName,
  readActorFamilyByName,
  updateActor,
  adoptActor,
  releaseActor,
] as const
