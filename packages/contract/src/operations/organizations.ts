import { z } from 'zod'
import { operation } from '../operation.ts'
import { queryBoolean } from './coercion.ts'
import { portal, portalErrors, portalErrorsOfOne } from './portal.ts'

const text = z.string().nullable()

export const PortalOrganization = z.object({
  orgGuid: z.string(),
  orgName: z.string(),
  orgExtRef: text,
  notes: text,
  parentOrgGuid: text,
  active: z.boolean(),
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
  deactivationDate: z.iso.datetime().nullable(),
  registrationKey: text,
  userCount: z.int(),
  computerCount: z.int(),
  orgCount: z.int(),
})

export const organizationName = z.string().trim().min(1).max(255)
const reference = z.string().max(255).nullish()
const notes = z.string().max(4000).nullish()
const orgParams = z.object({ orgGuid: z.string() })
const shared = {
  family: 'organizations',
  ...portal,
  lifecycle: { added: '2022-07-21' },
} as const

const one = { status: 200, type: 'application/json', schema: PortalOrganization } as const
const empty = { status: 200, type: 'text/plain' } as const

export const listOrganizations = operation({
  ...shared,
  id: 'organizations.list',
  summary: 'List organizations, the root first; not paged',
  method: 'GET',
  path: '/v1/orgs',
  permission: 'organizations.read',
  query: z.object({ active: queryBoolean.optional() }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ orgs: z.array(PortalOrganization), totalCount: z.int() }),
  },
  errors: portalErrors,
})

export const createOrganization = operation({
  ...shared,
  id: 'organizations.create',
  summary: 'Create an organization under another one, by default under the root',
  method: 'POST',
  path: '/v1/orgs',
  permission: 'organizations.write',
  body: z.object({
    orgName: organizationName,
    parentOrgGuid: z.string().max(100).nullish(),
    orgExtRef: reference,
    notes,
  }),
  success: one,
  errors: portalErrors,
})

export const readOrganization = operation({
  ...shared,
  id: 'organizations.read',
  summary: 'Read an organization',
  method: 'GET',
  path: '/v1/orgs/{orgGuid}',
  permission: 'organizations.read',
  params: orgParams,
  success: one,
  errors: portalErrorsOfOne,
})

export const updateOrganization = operation({
  ...shared,
  id: 'organizations.update',
  summary: 'Change name, reference and notes; an absent or null one of the latter two is cleared',
  method: 'PUT',
  path: '/v1/orgs/{orgGuid}',
  permission: 'organizations.write',
  params: orgParams,
  body: z.object({ orgName: organizationName, orgExtRef: reference, notes }),
  success: one,
  errors: portalErrorsOfOne,
})

export const activateOrganization = operation({
  ...shared,
  id: 'organizations.activate',
  summary: 'Activate an organization and all that its deactivation took along',
  method: 'POST',
  path: '/v1/orgs/{orgGuid}/activate',
  permission: 'organizations.write',
  params: orgParams,
  success: empty,
  errors: portalErrorsOfOne,
})

export const deactivateOrganization = operation({
  ...shared,
  id: 'organizations.deactivate',
  summary: 'Deactivate an organization with the organizations under it, their users and machines',
  method: 'POST',
  path: '/v1/orgs/{orgGuid}/deactivate',
  permission: 'organizations.write',
  params: orgParams,
  success: empty,
  errors: portalErrorsOfOne,
})

export const organizationsOperations = [
  listOrganizations,
  createOrganization,
  readOrganization,
  updateOrganization,
  activateOrganization,
  deactivateOrganization,
] as const
