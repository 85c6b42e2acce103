import { z } from 'zod'
import { operation } from '../../operation.ts'
import {
  commandErrors,
  console1,
  console3,
  consoleCommand,
  consoleErrors,
  consoleQuery,
  goneIn2023,
  looseId,
  noContent,
  ok1,
  ok3,
  okCommand,
  olderPaths,
  olderV3Paths,
} from './envelope.ts'

const named = {
  roleId: z.string(),
  roleName: z.string(),
  locked: z.boolean(),
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
}

export const ConsoleRole = z.object({
  ...named,
  numberOfUsers: z.int(),
  permissions: z.array(z.object({ permission: z.string(), description: z.string() })),
})

export const ConsoleUserRole = z.object({ ...named, permissions: z.array(z.object({ permission: z.string() })) })

const family = { family: 'console-roles' } as const
const roleParams = z.object({ roleId: z.string() })
const userParams = z.object({ userId: z.string() })
const read = { ...family, ...console1, method: 'GET', permission: 'users.read', errors: consoleErrors } as const
const change = { ...family, ...console1, errors: commandErrors } as const

export const listUserRolesV1 = operation({
  ...read,
  id: 'console-roles.of-user.v1',
  summary: "List a user's roles; `my` is the caller",
  path: '/api/v1/UserRole/{userId}',
  alternatePaths: olderPaths('UserRole/{userId}'),
  params: userParams,
  query: consoleQuery(['idType']),
  success: ok1(z.array(ConsoleUserRole)),
  lifecycle: goneIn2023('users.user-roles'),
})

export const listMyRolesV1 = operation({
  ...read,
  id: 'console-roles.mine.v1',
  summary: "List the calling user's own roles",
  path: '/api/v1/UserRole/my',
  alternatePaths: olderPaths('UserRole/my'),
  permission: null,
  success: ok1(z.array(ConsoleUserRole)),
})

export const giveRole = operation({
  ...change,
  id: 'console-roles.give.v1',
  summary: 'Give a user a role by name',
  method: 'POST',
  path: '/api/v1/UserRole',
  alternatePaths: olderPaths('UserRole'),
  permission: 'users.write',
  body: z.object({ userId: looseId, roleName: z.string().max(255).nullish(), roleId: looseId.nullish() }),
  success: ok1(ConsoleUserRole),
  lifecycle: goneIn2023('users.replace-roles'),
})

export const takeRole = operation({
  ...change,
  id: 'console-roles.take.v1',
  summary: 'Take a role from a user',
  method: 'DELETE',
  path: '/api/v1/UserRole',
  alternatePaths: olderPaths('UserRole'),
  permission: 'users.write',
  query: consoleQuery(['userId', 'roleName', 'roleId']),
  success: noContent,
  lifecycle: goneIn2023(),
})

export const listRolesV1 = operation({
  ...read,
  id: 'console-roles.list.v1',
  summary: 'List all roles with how many hold them',
  path: '/api/v1/Role',
  alternatePaths: olderPaths('Role'),
  query: consoleQuery([]),
  success: ok1(z.array(ConsoleRole)),
})

export const readRoleV1 = operation({
  ...read,
  id: 'console-roles.read.v1',
  summary: 'Read a role',
  path: '/api/v1/Role/{roleId}',
  alternatePaths: olderPaths('Role/{roleId}'),
  params: roleParams,
  success: ok1(ConsoleRole),
})

export const createRole = operation({
  ...change,
  id: 'console-roles.create.v1',
  summary: 'Make a role of permissions that the caller holds',
  method: 'POST',
  path: '/api/v1/Role',
  alternatePaths: olderPaths('Role'),
  permission: 'roles.write',
  body: z.object({
    roleName: z.string().trim().min(1).max(255),
    permissions: z.array(z.string().max(255)).max(1000).default([]),
  }),
  success: ok1(ConsoleRole),
})

export const updateRole = operation({
  ...change,
  id: 'console-roles.update.v1',
  summary: 'Change a role of the installation; built-in ones are locked',
  method: 'PUT',
  path: '/api/v1/Role/{roleId}',
  alternatePaths: olderPaths('Role/{roleId}'),
  permission: 'roles.write',
  params: roleParams,
  body: z.object({
    roleName: z.string().trim().min(1).max(255).nullish(),
    permissions: z.array(z.string().max(255)).max(1000).nullish(),
  }),
  success: ok1(ConsoleRole),
})

export const deleteRole = operation({
  ...change,
  id: 'console-roles.delete.v1',
  summary: 'Remove a role of the installation from everybody',
  method: 'DELETE',
  path: '/api/v1/Role/{roleId}',
  alternatePaths: olderPaths('Role/{roleId}'),
  permission: 'roles.write',
  params: roleParams,
  success: noContent,
})

export const listPermissions = operation({
  ...read,
  id: 'console-roles.permissions.v1',
  summary: 'List the permissions that roles are made of',
  path: '/api/v1/Permission',
  alternatePaths: olderPaths('Permission'),
  success: ok1(z.array(z.object({ name: z.string(), value: z.string(), description: z.string() }))),
})

const read3 = { ...family, ...console3, method: 'GET', permission: 'users.read', errors: consoleErrors } as const

export const listRolesV3 = operation({
  ...read3,
  id: 'console-roles.list.v3',
  summary: 'List all roles',
  path: '/api/v3/roles',
  alternatePaths: olderV3Paths('roles'),
  success: ok3(z.array(ConsoleRole)),
})

export const readRoleV3 = operation({
  ...read3,
  id: 'console-roles.read.v3',
  summary: 'Read a role',
  path: '/api/v3/roles/{roleId}',
  alternatePaths: olderV3Paths('roles/{roleId}'),
  params: roleParams,
  success: ok3(ConsoleRole),
})

export const listUserRolesV3 = operation({
  ...read3,
  id: 'console-roles.of-user.v3',
  summary: "List a user's roles by uid",
  path: '/api/v3/users/{userUid}/roles',
  alternatePaths: olderV3Paths('users/{userUid}/roles'),
  params: z.object({ userUid: z.string() }),
  success: ok3(
    z.array(
      z.object({
        roleId: z.string(),
        roleName: z.string(),
        creationDate: z.iso.datetime(),
        modificationDate: z.iso.datetime(),
        permissionIds: z.array(z.string()),
      }),
    ),
  ),
})

const ids = z.array(z.string())

export const replaceUserRolesV3 = operation({
  ...family,
  ...console3,
  id: 'console-roles.replace.v3',
  summary: "Replace a user's roles by the whole given list",
  method: 'PUT',
  path: '/api/v3/users/{userUid}/roles',
  alternatePaths: olderV3Paths('users/{userUid}/roles'),
  permission: 'users.write',
  params: z.object({ userUid: z.string() }),
  body: z.object({ roleIds: z.array(looseId).max(1000) }),
  success: ok3(
    z.object({
      processedReplacementRoleIds: ids,
      newlyAssignedRoleIds: ids,
      unassignedRoleIds: ids,
      ignoredRoleIds: ids,
    }),
  ),
  errors: consoleErrors,
})

export const viewRoles = operation({
  ...family,
  ...consoleCommand,
  id: 'console-roles.view.v4',
  summary: 'List all roles',
  method: 'GET',
  path: '/api/v4/role/view',
  permission: 'users.read',
  success: okCommand(z.array(ConsoleRole)),
  errors: consoleErrors,
})

export const consoleRolesOperations = [
  listMyRolesV1,
  listUserRolesV1,
  giveRole,
  takeRole,
  listRolesV1,
  readRoleV1,
  createRole,
  updateRole,
  deleteRole,
  listPermissions,
  listRolesV3,
  readRoleV3,
  listUserRolesV3,
  replaceUserRolesV3,
  viewRoles,
] as const
