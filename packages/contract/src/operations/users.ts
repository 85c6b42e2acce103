import { z } from 'zod'
import { operation } from '../operation.ts'
import { pageNumber, pageSize, queryBoolean } from './coercion.ts'
import { negotiatedErrors, negotiatedErrorsOfOne, portal } from './portal.ts'

const text = z.string().nullable()

export const PortalUser = z.object({
  legacyUserId: z.string(),
  userId: z.string(),
  username: text,
  firstName: text,
  lastName: text,
  legacyOrgId: z.string(),
  orgId: z.string(),
  orgGuid: z.string(),
  orgName: text,
  notes: text,
  active: z.boolean(),
  blocked: z.boolean(),
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
})

const role = {
  roleId: z.string(),
  roleName: z.string(),
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
}

export const PortalRole = z.object({
  ...role,
  permissions: z.array(z.object({ permission: z.string(), description: z.string() })),
})

export const PortalUserRole = z.object({ ...role, permissionIds: z.array(z.string()) })

const userParams = z.object({ userId: z.string() })
const shared = {
  family: 'users',
  ...portal,
} as const

const empty = { status: 200, type: 'text/plain' } as const
const rolePage = z.object({ page: pageNumber, pageSize: pageSize(100, 1000) })

export const listUsers = operation({
  ...shared,
  id: 'users.list',
  summary: 'List users; `username` is exact, several may be given separated by commas',
  method: 'GET',
  path: '/v1/users',
  permission: 'users.read',
  query: z.object({
    active: queryBoolean.optional(),
    blocked: queryBoolean.optional(),
    username: z.string().max(10_000).optional(),
    page: pageNumber,
    pageSize: pageSize(500, 10_000),
  }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ users: z.array(PortalUser), totalCount: z.int() }),
  },
  errors: negotiatedErrors,
  lifecycle: { added: '2020-12-15' },
})

export const readUser = operation({
  ...shared,
  id: 'users.read',
  summary: 'Read a user',
  method: 'GET',
  path: '/v1/users/{userId}',
  permission: 'users.read',
  params: userParams,
  success: { status: 200, type: 'application/json', schema: PortalUser },
  errors: negotiatedErrorsOfOne,
  lifecycle: { added: '2020-12-15' },
})

export const listRoles = operation({
  ...shared,
  id: 'users.roles',
  summary: 'List the roles that the caller may grant',
  method: 'GET',
  path: '/v1/users/roles',
  permission: 'users.read',
  query: rolePage,
  success: { status: 200, type: 'application/json', schema: z.array(PortalRole) },
  errors: negotiatedErrors,
  lifecycle: { added: '2022-11-30' },
})

export const readRole = operation({
  ...shared,
  id: 'users.role',
  summary: 'Read a role',
  method: 'GET',
  path: '/v1/users/roles/{roleId}',
  permission: 'users.read',
  params: z.object({ roleId: z.string() }),
  success: { status: 200, type: 'application/json', schema: PortalRole },
  errors: negotiatedErrorsOfOne,
  lifecycle: { added: '2022-11-30' },
})

export const listUserRoles = operation({
  ...shared,
  id: 'users.user-roles',
  summary: "List a user's roles",
  method: 'GET',
  path: '/v1/users/{userId}/roles',
  permission: 'users.read',
  params: userParams,
  query: rolePage,
  success: { status: 200, type: 'application/json', schema: z.object({ roles: z.array(PortalUserRole) }) },
  errors: negotiatedErrorsOfOne,
  lifecycle: { added: '2022-09-07' },
})

const roleIds = z.array(z.string())

export const replaceUserRoles = operation({
  ...shared,
  id: 'users.replace-roles',
  summary: "Replace a user's roles by the whole given list; roles the caller may not grant stay as they are",
  method: 'PUT',
  path: '/v1/users/{userId}/roles',
  permission: 'users.write',
  params: userParams,
  body: z.object({ roleIds: z.array(z.string().max(100)).max(1000) }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      processedReplacementRoleIds: roleIds,
      newlyAssignedRoleIds: roleIds,
      unassignedRoleIds: roleIds,
      ignoredRoleIds: roleIds,
      // The official SDK reads these spellings.
      newlyAssignedRolesIds: roleIds,
      unassignedRolesIds: roleIds,
      ignoredRolesIds: roleIds,
    }),
  },
  errors: negotiatedErrorsOfOne,
  lifecycle: { added: '2022-09-07' },
})

export const activateUser = operation({
  ...shared,
  id: 'users.activate',
  summary: 'Activate and unblock a user',
  method: 'POST',
  path: '/v1/users/{userId}/activate',
  permission: 'users.write',
  params: userParams,
  success: empty,
  errors: negotiatedErrorsOfOne,
  lifecycle: { added: '2022-09-07' },
})

export const deactivateUser = operation({
  ...shared,
  id: 'users.deactivate',
  summary: 'Deactivate and block a user; tokens end at once and the machines of the user are deactivated',
  method: 'POST',
  path: '/v1/users/{userId}/deactivate',
  permission: 'users.write',
  params: userParams,
  success: empty,
  errors: negotiatedErrorsOfOne,
  lifecycle: { added: '2022-09-07' },
})

export const moveUser = operation({
  ...shared,
  id: 'users.move',
  summary: 'Move a user to another organization',
  method: 'POST',
  path: '/v1/users/{userId}/move',
  permission: 'users.write',
  params: userParams,
  body: z.object({ orgGuid: z.string().min(1).max(100) }),
  success: empty,
  errors: negotiatedErrorsOfOne,
  lifecycle: { added: '2022-09-07' },
})

export const usersOperations = [
  listUsers,
  listRoles,
  readRole,
  readUser,
  listUserRoles,
  replaceUserRoles,
  activateUser,
  deactivateUser,
  moveUser,
] as const
