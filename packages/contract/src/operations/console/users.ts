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
  looseFlag,
  looseId,
  looseNumber,
  noContent,
  nullableText,
  ok1,
  ok3,
  okCommand,
  olderPaths,
  olderV3Paths,
} from './envelope.ts'

const text = z.string().nullable()

const instant = z.iso.datetime().nullable()

const usage = z.object({
  targetComputerId: z.int(),
  targetComputerGuid: z.string(),
  targetComputerName: z.string(),
  targetComputerType: z.string(),
  serverGuid: z.string(),
  serverName: z.string(),
  computerCount: z.int(),
  selectedFiles: z.int(),
  selectedBytes: z.int(),
  todoFiles: z.int(),
  todoBytes: z.int(),
  archiveBytes: z.int(),
  billableBytes: z.int(),
  percentComplete: z.number(),
  lastBackup: instant,
  lastCompletedBackup: instant,
  lastConnected: instant,
})

/** The user in the order in which the console shows it. */
export const ConsoleUser = z.object({
  userId: z.int(),
  userUid: z.string(),
  status: z.string(),
  username: z.string(),
  email: z.string(),
  firstName: text,
  lastName: text,
  quotaInBytes: z.int(),
  orgId: z.int(),
  orgUid: z.string(),
  orgName: z.string(),
  userExtRef: text,
  notes: text,
  active: z.boolean(),
  blocked: z.boolean(),
  invited: z.boolean(),
  orgType: z.string(),
  usernameIsAnEmail: z.boolean(),
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
  passwordReset: z.boolean(),
  localAuthenticationOnly: z.boolean(),
  licenses: z.array(z.string()),
  roles: z.array(z.string()).optional(),
  securityKeyType: z.string().optional(),
  backupUsage: z.array(usage).optional(),
  computerCount: z.int().optional(),
})

const family = { family: 'console-users' } as const
const increments = ['incRoles', 'incAll', 'incSecurityKeyType', 'incBackupUsage', 'incComputerCount'] as const
const idParams = z.object({ userId: z.string() })
const uidParams = z.object({ userUid: z.string() })

export const readMyUser = operation({
  ...family,
  ...console1,
  id: 'authentication.my-user.v1',
  family: 'authentication',
  summary: 'Read the calling user; API clients have none',
  method: 'GET',
  path: '/api/v1/User/my',
  alternatePaths: olderPaths('User/my'),
  permission: null,
  query: consoleQuery(increments),
  success: ok1(ConsoleUser),
  errors: ['UNAUTHENTICATED', 'NOT_FOUND', 'STORE_UNAVAILABLE'],
})

export const listConsoleUsers = operation({
  ...family,
  ...console1,
  id: 'console-users.list.v1',
  summary: 'List users by filters, as JSON pages or as one CSV',
  method: 'GET',
  path: '/api/v1/User',
  alternatePaths: olderPaths('User'),
  permission: 'users.read',
  query: consoleQuery([
    ...['active', 'blocked', 'username', 'email', 'orgUid', 'orgId', 'roleId', 'q', 'incChildOrgs'],
    ...[...increments, 'pgNum', 'pgSize', 'srtKey', 'srtDir', 'export'],
  ]),
  success: ok1(z.object({ totalCount: z.int(), users: z.array(ConsoleUser) })),
  errors: consoleErrors,
})

export const readConsoleUser = operation({
  ...family,
  ...console1,
  id: 'console-users.read.v1',
  summary: 'Read a user by number, or by uid with `idType=uid`',
  method: 'GET',
  path: '/api/v1/User/{userId}',
  alternatePaths: olderPaths('User/{userId}'),
  permission: 'users.read',
  params: idParams,
  query: consoleQuery(['idType', ...increments]),
  success: ok1(ConsoleUser),
  errors: consoleErrors,
})

export const readResellerUser = operation({
  ...family,
  ...console1,
  id: 'console-users.of-reseller.v1',
  summary: 'Read the user whose external reference is the customer id of a reseller',
  method: 'GET',
  path: '/api/v1/UserChannel',
  alternatePaths: olderPaths('UserChannel'),
  permission: 'users.read',
  query: consoleQuery(['channelCustomerId', ...increments]),
  success: ok1(ConsoleUser),
  errors: consoleErrors,
  source: 'inferred',
})

const facts = {
  email: nullableText(1000),
  password: nullableText(2000),
  firstName: nullableText(255),
  lastName: nullableText(255),
  notes: nullableText(4000),
  userExtRef: nullableText(255),
  quotaInBytes: looseNumber.nullish(),
}

export const createConsoleUser = operation({
  ...family,
  ...console1,
  id: 'console-users.create.v1',
  summary: 'Create a user in an organization',
  method: 'POST',
  path: '/api/v1/User',
  alternatePaths: olderPaths('User'),
  permission: 'users.write',
  body: z.object({
    orgUid: nullableText(100),
    orgId: looseNumber.nullish(),
    username: z.string().max(1000),
    ...facts,
  }),
  success: ok1(ConsoleUser),
  errors: commandErrors,
})

export const updateConsoleUser = operation({
  ...family,
  ...console1,
  id: 'console-users.update.v1',
  summary: 'Change a user; null leaves as it is',
  method: 'PUT',
  path: '/api/v1/User/{userId}',
  alternatePaths: olderPaths('User/{userId}'),
  permission: 'users.write',
  params: idParams,
  query: consoleQuery(['idType']),
  body: z.object({ username: nullableText(1000), ...facts }),
  success: ok1(ConsoleUser),
  errors: commandErrors,
})

const change = { ...family, ...console1, permission: 'users.write', success: noContent, errors: consoleErrors } as const

export const blockConsoleUser = operation({
  ...change,
  id: 'console-users.block.v1',
  summary: 'Block a user',
  method: 'PUT',
  path: '/api/v1/UserBlock/{userId}',
  alternatePaths: olderPaths('UserBlock/{userId}'),
  params: idParams,
  lifecycle: goneIn2023(),
})

export const unblockConsoleUser = operation({
  ...change,
  id: 'console-users.unblock.v1',
  summary: 'Unblock a user',
  method: 'DELETE',
  path: '/api/v1/UserBlock/{userId}',
  alternatePaths: olderPaths('UserBlock/{userId}'),
  params: idParams,
  lifecycle: goneIn2023(),
})

export const deactivateConsoleUser = operation({
  ...change,
  id: 'console-users.deactivate.v1',
  summary: 'Deactivate a user; with `blockUser` block as well',
  method: 'PUT',
  path: '/api/v1/UserDeactivation/{userId}',
  alternatePaths: olderPaths('UserDeactivation/{userId}'),
  params: idParams,
  body: z.object({ blockUser: looseFlag.nullish() }).nullish(),
  lifecycle: goneIn2023('users.deactivate'),
})

export const activateConsoleUser = operation({
  ...change,
  id: 'console-users.activate.v1',
  summary: 'Activate a user; with `unblockUser` unblock as well',
  method: 'DELETE',
  path: '/api/v1/UserDeactivation/{userId}',
  alternatePaths: olderPaths('UserDeactivation/{userId}'),
  params: idParams,
  query: consoleQuery(['unblockUser']),
  lifecycle: goneIn2023('users.activate'),
})

export const moveConsoleUser = operation({
  ...change,
  id: 'console-users.move.v1',
  summary: 'Move a user to another organization, both by number',
  method: 'POST',
  path: '/api/v1/UserMoveProcess',
  alternatePaths: olderPaths('UserMoveProcess'),
  body: z.object({ userId: looseId, parentOrgId: looseId }),
  lifecycle: goneIn2023('users.move'),
})

const change3 = {
  ...family,
  ...console3,
  method: 'POST',
  permission: 'users.write',
  params: uidParams,
  success: ok3(z.null()),
  errors: consoleErrors,
} as const

export const blockUserV3 = operation({
  ...change3,
  id: 'console-users.block.v3',
  summary: 'Block a user by uid',
  path: '/api/v3/users/{userUid}/block',
  alternatePaths: olderV3Paths('users/{userUid}/block'),
})

export const unblockUserV3 = operation({
  ...change3,
  id: 'console-users.unblock.v3',
  summary: 'Unblock a user by uid',
  path: '/api/v3/users/{userUid}/unblock',
  alternatePaths: olderV3Paths('users/{userUid}/unblock'),
})

export const deactivateUserV3 = operation({
  ...change3,
  id: 'console-users.deactivate.v3',
  summary: 'Deactivate a user by uid; with `block` block as well',
  path: '/api/v3/users/{userUid}/deactivate',
  alternatePaths: olderV3Paths('users/{userUid}/deactivate'),
  body: z.object({ block: looseFlag.nullish() }).nullish(),
})

export const activateUserV3 = operation({
  ...change3,
  id: 'console-users.activate.v3',
  summary: 'Activate a user by uid; with `unblock` unblock as well',
  path: '/api/v3/users/{userUid}/activate',
  alternatePaths: olderV3Paths('users/{userUid}/activate'),
  body: z.object({ unblock: looseFlag.nullish() }).nullish(),
})

export const moveUserV3 = operation({
  ...change3,
  id: 'console-users.move.v3',
  summary: 'Move a user by uid to an organization by number or guid',
  path: '/api/v3/users/{userUid}/move',
  alternatePaths: olderV3Paths('users/{userUid}/move'),
  body: z.object({ orgId: looseId.nullish(), orgGuid: nullableText(100) }),
})

const profile = z.object({
  userId: z.string(),
  title: text,
  division: text,
  department: text,
  employmentType: text,
  managerUserId: text,
  locality: text,
  region: text,
  country: text,
  firstName: text,
  lastName: text,
  username: z.string(),
  hasScimUserData: z.boolean(),
})

const profileOperation = {
  ...family,
  ...consoleCommand,
  summary: 'Read what a directory told of a user',
  method: 'GET',
  permission: 'users.read',
  query: consoleQuery(['userId']),
  success: okCommand(profile),
  errors: consoleErrors,
} as const

export const readDirectoryProfile = operation({
  ...profileOperation,
  id: 'console-users.directory-profile.v18',
  path: '/api/v18/scim-user-data/collated-view',
})

export const readDirectoryProfileV7 = operation({
  ...profileOperation,
  id: 'console-users.directory-profile.v7',
  path: '/api/v7/scim-user-data/collated-view',
})

export const consoleUsersOperations = [
  readMyUser,
  listConsoleUsers,
  readConsoleUser,
  readResellerUser,
  createConsoleUser,
  updateConsoleUser,
  blockConsoleUser,
  unblockConsoleUser,
  deactivateConsoleUser,
  activateConsoleUser,
  moveConsoleUser,
  blockUserV3,
  unblockUserV3,
  deactivateUserV3,
  activateUserV3,
  moveUserV3,
  readDirectoryProfile,
  readDirectoryProfileV7,
] as const
