import { z } from 'zod'
import { operation } from '../operation.ts'
import { actorLimits } from './actors.ts'
import { pageNumber, queryBoolean, queryList } from './coercion.ts'
import { portal, portalErrors, portalErrorsOfOne } from './portal.ts'

const text = z.string().nullable()

/** A date that may be known to the month or the year alone: then the rest is 0. */
const PartialDate = z.object({ year: z.int(), month: z.int(), day: z.int() })

const facts = {
  tenantId: z.string(),
  displayName: text,
  active: z.boolean(),
  title: text,
  division: text,
  department: text,
  employmentType: text,
  locality: text,
  region: text,
  country: text,
  managerId: text,
  managerDisplayName: text,
  startDate: PartialDate.nullable(),
  endDate: PartialDate.nullable(),
  notes: text,
}

export const UserRiskProfile = z.object({
  ...facts,
  userId: z.string(),
  username: z.string(),
  managerUsername: text,
  cloudAliases: z.array(z.string()).describe('The user name and the names of the user in cloud services'),
  deleted: z.boolean().describe('Always false: users are deactivated, not deleted'),
  supportUser: z.boolean().describe('Always false: there are no users of a vendor here'),
})

export const ActorRiskProfile = z.object({
  ...facts,
  actorId: z.string(),
  actorname: z.string(),
  managerActorname: text,
})

const fact = z.string().max(1000).optional()
const size = z.coerce.number().int().min(1).max(1000).optional()
const filters = {
  page: pageNumber,
  page_size: size.describe('1 to 1000, 100 unless given'),
  pageSize: size.describe('Another spelling of `page_size`'),
  manager_id: fact.describe('Id of the manager'),
  title: fact,
  division: fact,
  department: fact,
  employment_type: fact,
  country: fact,
  region: fact,
  locality: fact,
  active: queryBoolean.optional(),
}

const mask = z.object({
  paths: queryList
    .optional()
    .describe('Fields to write: `notes`, `startDate`, `endDate`; all keys of the body where none are named'),
})

const change = z.object({
  notes: text.optional().describe(`At most ${actorLimits.notes} characters`),
  startDate: PartialDate.partial().nullable().optional(),
  endDate: PartialDate.partial().nullable().optional(),
})

const ofUsers = {
  family: 'user-risk-profiles',
  ...portal,
  permission: 'actors.read',
} as const
const lifeOfUsers = (replacedBy: string) =>
  ({ added: '2022-02-28', deprecated: '2024-03-13', sunset: '2025-03-13', replacedBy }) as const
const userParams = z.object({ user_id: z.string() })
const userProfile = { status: 200, type: 'application/json', schema: UserRiskProfile } as const

export const listUserRiskProfiles = operation({
  ...ofUsers,
  id: 'user-risk-profiles.list',
  summary: 'List risk profiles of users',
  method: 'GET',
  path: '/v1/user-risk-profiles',
  query: z.object({ ...filters, deleted: queryBoolean.optional(), support_user: queryBoolean.optional() }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ userRiskProfiles: z.array(UserRiskProfile), totalCount: z.int() }),
  },
  errors: portalErrors,
  lifecycle: lifeOfUsers('actor-risk-profiles.list'),
})

export const readUserRiskProfile = operation({
  ...ofUsers,
  id: 'user-risk-profiles.read',
  summary: 'Read the risk profile of a user',
  method: 'GET',
  path: '/v1/user-risk-profiles/{user_id}',
  params: userParams,
  success: userProfile,
  errors: portalErrorsOfOne,
  lifecycle: lifeOfUsers('actor-risk-profiles.read'),
})

export const updateUserRiskProfile = operation({
  ...ofUsers,
  id: 'user-risk-profiles.update',
  summary: 'Change the named fields of the risk profile of a user; what is not named stays as it is',
  method: 'PATCH',
  path: '/v1/user-risk-profiles/{user_id}',
  permission: 'actors.write',
  params: userParams,
  query: mask,
  body: change,
  success: userProfile,
  errors: portalErrorsOfOne,
  lifecycle: lifeOfUsers('actor-risk-profiles.update'),
})

const aliases = {
  ...ofUsers,
  method: 'POST',
  permission: 'actors.write',
  params: userParams,
  body: z.object({
    cloudAliases: z.array(z.string().min(1).max(actorLimits.alias)).max(100),
    userId: z.string().optional(),
  }),
  success: userProfile,
  lifecycle: { added: '2022-02-28', deprecated: '2023-10-05', sunset: '2023-10-19', replacedBy: 'actors.adopt' },
  source: 'client',
} as const

export const addCloudAliases = operation({
  ...aliases,
  id: 'user-risk-profiles.add-cloud-aliases',
  summary: 'Add names of a user in cloud services; with the user name there may be two',
  path: '/v1/user-risk-profiles/{user_id}/add-cloud-aliases',
  errors: [...portalErrorsOfOne, 'CONFLICT'],
})

export const deleteCloudAliases = operation({
  ...aliases,
  id: 'user-risk-profiles.delete-cloud-aliases',
  summary: 'Take names of a user in cloud services away; the user name stays',
  path: '/v1/user-risk-profiles/{user_id}/delete-cloud-aliases',
  errors: portalErrorsOfOne,
})

const ofActors = {
  family: 'actor-risk-profiles',
  ...portal,
  permission: 'actors.read',
} as const
const lifeOfActors = (replacedBy: string) =>
  ({ added: '2024-03-13', deprecated: '2024-11-27', sunset: '2025-11-27', replacedBy }) as const
const actorParams = z.object({ actor_id: z.string() })
const actorProfile = { status: 200, type: 'application/json', schema: ActorRiskProfile } as const

export const listActorRiskProfiles = operation({
  ...ofActors,
  id: 'actor-risk-profiles.list',
  summary: 'List risk profiles of actors',
  method: 'GET',
  path: '/v2/actor-risk-profiles',
  query: z.object(filters),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ actorRiskProfiles: z.array(ActorRiskProfile), totalCount: z.int() }),
  },
  errors: portalErrors,
  lifecycle: lifeOfActors('actors.search'),
})

export const readActorRiskProfile = operation({
  ...ofActors,
  id: 'actor-risk-profiles.read',
  summary: 'Read the risk profile of an actor',
  method: 'GET',
  path: '/v2/actor-risk-profiles/{actor_id}',
  params: actorParams,
  success: actorProfile,
  errors: portalErrorsOfOne,
  lifecycle: lifeOfActors('actors.read'),
})

export const updateActorRiskProfile = operation({
  ...ofActors,
  id: 'actor-risk-profiles.update',
  summary: 'Change the named fields of the risk profile of an actor; what is not named stays as it is',
  method: 'PATCH',
  path: '/v2/actor-risk-profiles/{actor_id}',
  permission: 'actors.write',
  params: actorParams,
  query: mask,
  body: change,
  success: actorProfile,
  errors: portalErrorsOfOne,
  lifecycle: lifeOfActors('actors.update'),
})

export const riskProfilesOperations = [
  listUserRiskProfiles,
  readUserRiskProfile,
  updateUserRiskProfile,
  addCloudAliases,
  deleteCloudAliases,
  listActorRiskProfiles,
  readActorRiskProfile,
  updateActorRiskProfile,
] as const
