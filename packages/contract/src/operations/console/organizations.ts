import { z } from 'zod'
import { operation } from '../../operation.ts'
import { organizationName } from '../organizations.ts'
import {
  commandErrors,
  console1,
  console3,
  consoleErrors,
  consoleQuery,
  goneIn2023,
  looseNumber,
  noContent,
  nullableText,
  ok1,
  ok3,
  olderPaths,
  olderV3Paths,
} from './envelope.ts'

const text = z.string().nullable()
const instant = z.iso.datetime().nullable()

const manager = z.object({ uid: z.string(), firstName: text, lastName: text, username: z.string() })

/** The organization in the order in which the console shows it; the guid besides. */
export const ConsoleOrganization = z.object({
  orgId: z.int(),
  orgUid: z.string(),
  orgGuid: z.string(),
  orgName: z.string(),
  orgExtRef: text,
  notes: text,
  status: z.string(),
  active: z.boolean(),
  blocked: z.boolean(),
  parentOrgId: z.int().nullable(),
  parentOrgUid: text,
  parentOrgGuid: text,
  type: z.string(),
  classification: z.string(),
  externalId: z.string(),
  hierarchyCounts: z.record(z.string(), z.int()),
  configInheritanceCounts: z.record(z.string(), z.int()),
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
  deactivationDate: instant,
  registrationKey: text,
  reporting: z.object({ orgManagers: z.array(manager) }),
  customConfig: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  settingsInherited: z.record(z.string(), z.unknown()),
  settingsSummary: z.record(z.string(), z.unknown()),
  deviceDefaults: z.record(z.string(), z.unknown()).optional(),
  orgInheritDto: z.record(z.string(), z.union([z.int(), z.string()])).optional(),
  computerCount: z.int().optional(),
  shareDeviceCount: z.int().optional(),
  backupDeviceCount: z.int().optional(),
  backupComputerCount: z.int().optional(),
  userCount: z.int().optional(),
  licensedUserCount: z.int().optional(),
  orgCount: z.int().optional(),
  planCount: z.int().optional(),
  coldBytes: z.int().optional(),
})

const family = { family: 'console-organizations' } as const
const increments = ['incAll', 'incCounts', 'incSettings', 'incDeviceDefaults', 'incInheritedOrgInfo'] as const
const orgParams = z.object({ orgId: z.string() })
const guidParams = z.object({ orgGuid: z.string() })
const read = { ...family, ...console1, method: 'GET', permission: 'organizations.read', errors: consoleErrors } as const
const write = { ...family, ...console1, permission: 'organizations.write', errors: commandErrors } as const

const settingsPage = z.looseObject({ maxSeats: looseNumber.nullish(), maxBytes: looseNumber.nullish() })
const limits = settingsPage.nullish()
const wish = {
  orgExtRef: nullableText(255),
  notes: nullableText(4000),
  settings: limits,
  deviceDefaults: z.record(z.string(), z.unknown()).nullish(),
}
const newOrganization = z.object({
  /** Missing, it is refused by a name that old scripts know. */
  orgName: z.string().trim().max(255).nullish(),
  parentOrgId: looseNumber.nullish(),
  parentOrgUid: nullableText(100),
  ...wish,
})

export const listConsoleOrganizations = operation({
  ...read,
  id: 'console-organizations.list.v1',
  summary: 'List organizations',
  path: '/api/v1/Org',
  alternatePaths: olderPaths('Org'),
  query: consoleQuery(['active', 'blocked', 'q', 'pgNum', 'pgSize', ...increments]),
  success: ok1(z.object({ totalCount: z.int(), orgs: z.array(ConsoleOrganization) })),
  lifecycle: goneIn2023('organizations.list'),
})

export const readMyOrganization = operation({
  ...read,
  id: 'console-organizations.mine.v1',
  summary: "Read the calling user's organization; API clients have none",
  path: '/api/v1/Org/my',
  alternatePaths: olderPaths('Org/my'),
  permission: null,
  query: consoleQuery(increments),
  success: ok1(ConsoleOrganization),
  errors: ['UNAUTHENTICATED', 'COMMAND_REFUSED', 'STORE_UNAVAILABLE'],
})

export const readConsoleOrganization = operation({
  ...read,
  id: 'console-organizations.read.v1',
  summary: 'Read an organization by number, or by uid with `idType=orgUid`',
  path: '/api/v1/Org/{orgId}',
  alternatePaths: olderPaths('Org/{orgId}'),
  params: orgParams,
  query: consoleQuery(['idType', ...increments]),
  success: ok1(ConsoleOrganization),
})

export const createConsoleOrganization = operation({
  ...write,
  id: 'console-organizations.create.v1',
  summary: 'Create an organization',
  method: 'POST',
  path: '/api/v1/Org',
  alternatePaths: olderPaths('Org'),
  body: newOrganization,
  success: ok1(ConsoleOrganization),
  lifecycle: goneIn2023('organizations.create'),
})

export const createResellerOrganization = operation({
  ...write,
  id: 'console-organizations.create-by-reseller.v1',
  summary: 'Create an organization (path of resellers; its further attributes are unknown and ignored)',
  method: 'POST',
  path: '/api/v1/ProOrgChannel',
  alternatePaths: olderPaths('ProOrgChannel'),
  body: newOrganization,
  success: ok1(ConsoleOrganization),
  source: 'inferred',
})

export const createOrganizationUnder = operation({
  ...write,
  id: 'console-organizations.create-under.v1',
  summary: 'Create an organization under the one of the path',
  method: 'POST',
  path: '/api/v1/Org/{orgId}',
  alternatePaths: olderPaths('Org/{orgId}'),
  params: orgParams,
  body: newOrganization,
  success: ok1(ConsoleOrganization),
  lifecycle: goneIn2023('organizations.create'),
})

export const updateConsoleOrganization = operation({
  ...write,
  id: 'console-organizations.update.v1',
  summary: 'Change an organization, given whole or in part; null leaves as it is',
  method: 'PUT',
  path: '/api/v1/Org/{orgId}',
  alternatePaths: olderPaths('Org/{orgId}'),
  params: orgParams,
  query: consoleQuery(['idType']),
  body: z.looseObject({ orgName: organizationName.nullish(), ...wish }),
  success: ok1(ConsoleOrganization),
  lifecycle: goneIn2023('organizations.update'),
})

const turn = { ...write, params: orgParams, success: noContent } as const

export const blockConsoleOrganization = operation({
  ...turn,
  id: 'console-organizations.block.v1',
  summary: 'Block signing in for an organization and all under it',
  method: 'PUT',
  path: '/api/v1/OrgBlock/{orgId}',
  alternatePaths: olderPaths('OrgBlock/{orgId}'),
  lifecycle: goneIn2023(),
})

export const unblockConsoleOrganization = operation({
  ...turn,
  id: 'console-organizations.unblock.v1',
  summary: 'Unblock an organization',
  method: 'DELETE',
  path: '/api/v1/OrgBlock/{orgId}',
  alternatePaths: olderPaths('OrgBlock/{orgId}'),
  lifecycle: goneIn2023(),
})

export const deactivateConsoleOrganization = operation({
  ...turn,
  id: 'console-organizations.deactivate.v1',
  summary: 'Deactivate an organization with all under it',
  method: 'PUT',
  path: '/api/v1/OrgDeactivation/{orgId}',
  alternatePaths: olderPaths('OrgDeactivation/{orgId}'),
  lifecycle: goneIn2023('organizations.deactivate'),
})

export const activateConsoleOrganization = operation({
  ...turn,
  id: 'console-organizations.activate.v1',
  summary: 'Activate an organization',
  method: 'DELETE',
  path: '/api/v1/OrgDeactivation/{orgId}',
  alternatePaths: olderPaths('OrgDeactivation/{orgId}'),
  lifecycle: goneIn2023('organizations.activate'),
})

const setting = z.object({ scope: z.string(), value: z.string(), locked: z.boolean(), id: z.int() })

export const readOrganizationSettings = operation({
  ...read,
  id: 'console-organizations.settings.v1',
  summary: 'Read the settings an organization has of its own, by key',
  path: '/api/v1/OrgSetting/{orgId}',
  alternatePaths: olderPaths('OrgSetting/{orgId}'),
  params: orgParams,
  success: ok1(z.record(z.string(), setting)),
})

export const writeOrganizationSettings = operation({
  ...write,
  id: 'console-organizations.write-settings.v1',
  summary: 'Change settings of an organization; others stay',
  method: 'PUT',
  path: '/api/v1/OrgSetting/{orgId}',
  alternatePaths: olderPaths('OrgSetting/{orgId}'),
  params: orgParams,
  body: z.looseObject({
    packets: z
      .array(
        z.looseObject({
          key: z.string().min(1).max(255),
          value: z.union([z.string().max(65_536), z.boolean(), z.number()]).nullish(),
          locked: z.boolean().nullish(),
        }),
      )
      .max(1000),
  }),
  success: ok1(z.record(z.string(), setting)),
})

const page = z.record(z.string(), z.unknown())

export const readOrganizationPage = operation({
  ...read,
  id: 'console-organizations.settings-page.v1',
  summary: 'Read the settings page of an organization: what is in force there',
  path: '/api/v1/OrgSettings/{orgId}',
  alternatePaths: olderPaths('OrgSettings/{orgId}'),
  params: orgParams,
  success: ok1(page),
})

export const writeOrganizationPage = operation({
  ...write,
  id: 'console-organizations.write-settings-page.v1',
  summary: 'Change the settings page of an organization, given whole or in part',
  method: 'PUT',
  path: '/api/v1/OrgSettings/{orgId}',
  alternatePaths: olderPaths('OrgSettings/{orgId}'),
  params: orgParams,
  body: settingsPage,
  success: ok1(page),
})

const read3 = {
  ...family,
  ...console3,
  method: 'GET',
  permission: 'organizations.read',
  errors: consoleErrors,
} as const
const write3 = { ...family, ...console3, permission: 'organizations.write', errors: commandErrors } as const

export const listOrganizationsV3 = operation({
  ...read3,
  id: 'console-organizations.list.v3',
  summary: 'List organizations',
  path: '/api/v3/orgs',
  alternatePaths: olderV3Paths('orgs'),
  query: consoleQuery(['active', 'blocked', 'pgNum', 'pgSize', ...increments]),
  success: ok3(z.object({ totalCount: z.int(), orgs: z.array(ConsoleOrganization) })),
})

export const readOrganizationV3 = operation({
  ...read3,
  id: 'console-organizations.read.v3',
  summary: 'Read an organization by guid',
  path: '/api/v3/orgs/{orgGuid}',
  alternatePaths: olderV3Paths('orgs/{orgGuid}'),
  params: guidParams,
  query: consoleQuery(increments),
  success: ok3(ConsoleOrganization),
})

export const createOrganizationV3 = operation({
  ...write3,
  id: 'console-organizations.create.v3',
  summary: 'Create an organization',
  method: 'POST',
  path: '/api/v3/orgs',
  alternatePaths: olderV3Paths('orgs'),
  body: z.object({ orgName: organizationName, ...wish, parentOrgGuid: nullableText(100) }),
  success: ok3(ConsoleOrganization),
})

export const updateOrganizationV3 = operation({
  ...write3,
  id: 'console-organizations.update.v3',
  summary: 'Change an organization; null leaves as it is',
  method: 'PUT',
  path: '/api/v3/orgs/{orgGuid}',
  alternatePaths: olderV3Paths('orgs/{orgGuid}'),
  params: guidParams,
  body: z.looseObject({ orgName: organizationName.nullish(), ...wish }),
  success: ok3(ConsoleOrganization),
})

const turn3 = { ...write3, method: 'POST', params: guidParams, success: ok3(z.null()) } as const

export const blockOrganizationV3 = operation({
  ...turn3,
  id: 'console-organizations.block.v3',
  summary: 'Block signing in for an organization and all under it',
  path: '/api/v3/orgs/{orgGuid}/block',
  alternatePaths: olderV3Paths('orgs/{orgGuid}/block'),
})

export const unblockOrganizationV3 = operation({
  ...turn3,
  id: 'console-organizations.unblock.v3',
  summary: 'Unblock an organization',
  path: '/api/v3/orgs/{orgGuid}/unblock',
  alternatePaths: olderV3Paths('orgs/{orgGuid}/unblock'),
})

export const deactivateOrganizationV3 = operation({
  ...turn3,
  id: 'console-organizations.deactivate.v3',
  summary: 'Deactivate an organization with all under it',
  path: '/api/v3/orgs/{orgGuid}/deactivate',
  alternatePaths: olderV3Paths('orgs/{orgGuid}/deactivate'),
})

export const activateOrganizationV3 = operation({
  ...turn3,
  id: 'console-organizations.activate.v3',
  summary: 'Activate an organization',
  path: '/api/v3/orgs/{orgGuid}/activate',
  alternatePaths: olderV3Paths('orgs/{orgGuid}/activate'),
})

export const consoleOrganizationsOperations = [
  listConsoleOrganizations,
  readMyOrganization,
  readConsoleOrganization,
  createConsoleOrganization,
  createOrganizationUnder,
  createResellerOrganization,
  updateConsoleOrganization,
  blockConsoleOrganization,
  unblockConsoleOrganization,
  deactivateConsoleOrganization,
  activateConsoleOrganization,
  readOrganizationSettings,
  writeOrganizationSettings,
  readOrganizationPage,
  writeOrganizationPage,
  listOrganizationsV3,
  readOrganizationV3,
  createOrganizationV3,
  updateOrganizationV3,
  blockOrganizationV3,
  unblockOrganizationV3,
  deactivateOrganizationV3,
  activateOrganizationV3,
] as const
