import { z } from 'zod'
import type { AlternatePath } from '../../operation.ts'
import { operation } from '../../operation.ts'
import { portal, portalErrors, portalErrorsOfOne } from '../portal.ts'
import { ruleLimits } from './criteria.ts'

const since = '2020-12-15'
const lifecycleOf = (successor: string | null) =>
  ({
    added: since,
    deprecated: '2022-10-06',
    sunset: '2023-10-06',
    ...(successor !== null && { replacedBy: successor }),
  }) as const

/** py42 and code42cli reach it as the service itself had it. */
const place = (name: string, successor: string | null, service: 'Rules' | 'rules' = 'Rules') => {
  const lifecycle = lifecycleOf(successor)
  const alternate: AlternatePath = { path: `/svc/api/v1/${service}/${name}`, lifecycle, source: 'client' }
  return { path: `/v1/alert-rules/${name}`, alternatePaths: [alternate], lifecycle } as const
}

const shared = { ...portal, family: 'alert-rules', method: 'POST' } as const
const reading = { ...shared, permission: 'alert-rules.read', errors: portalErrors } as const
const tenantId = z.string().max(100).nullish().describe("The caller's own tenant counts")
const ruleId = z.string().max(40)
const done = { status: 200, type: 'application/json', schema: z.object({}) } as const
const writing = {
  ...shared,
  permission: 'alert-rules.write',
  success: done,
  errors: [...portalErrorsOfOne, 'COMMAND_REFUSED'],
} as const

export const UserBag = z.object({
  userIdFromAuthority: z.string().min(1).max(ruleLimits.text),
  userAliasList: z.array(z.string().min(1).max(ruleLimits.text)).max(ruleLimits.values).nullish(),
})
const userList = z.array(UserBag).max(ruleLimits.usersOfCall)

export const updateRulesEnabledV1 = operation({
  ...writing,
  ...place('update-is-enabled', 'alert-rules.enable-several'),
  id: 'alert-rules.update-is-enabled.v1',
  summary: 'Enable or disable alert rules',
  errors: portalErrorsOfOne,
  body: z.object({ tenantId, ruleIds: z.array(ruleId).min(1).max(100), isEnabled: z.boolean() }),
})

export const addRuleUsersV1 = operation({
  ...writing,
  ...place('add-users', 'alert-rules.users.add'),
  id: 'alert-rules.add-users.v1',
  summary: 'Add people to the list of a rule',
  body: z.object({ tenantId, ruleId, userList }),
})

export const removeRuleUsersV1 = operation({
  ...writing,
  ...place('remove-users', 'alert-rules.users.remove-several'),
  id: 'alert-rules.remove-users.v1',
  summary: 'Take people with all their names off the list of a rule',
  body: z.object({
    tenantId,
    ruleId,
    userIdList: z.array(z.string().max(ruleLimits.text)).max(ruleLimits.usersOfCall),
  }),
})

export const removeRuleAliasesV1 = operation({
  ...writing,
  ...place('remove-user-aliases', 'alert-rules.users.remove-aliases'),
  id: 'alert-rules.remove-user-aliases.v1',
  summary: 'Take names of people off the list of a rule',
  body: z.object({ tenantId, ruleId, userList }),
})

export const removeAllRuleUsersV1 = operation({
  ...writing,
  ...place('remove-all-users', 'alert-rules.users.remove'),
  id: 'alert-rules.remove-all-users.v1',
  summary: 'Take everybody off the list of a rule',
  body: z.object({ tenantId, ruleId }),
})

const typed = <Name extends string>(name: Name) => ({ type$: z.literal(name) })

export const queryRuleUsersV1 = operation({
  ...reading,
  ...place('query-users', 'alert-rules.users.read', 'rules'),
  id: 'alert-rules.query-users.v1',
  summary: 'Read whom a rule includes or excludes',
  body: z.object({ tenantId, ruleId }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      ...typed('USERS_IN_RULE_RESPONSE'),
      usersToAlertOn: z.enum(['ALL_USERS', 'ALL_USERS_NOT_SPECIFIED', 'SPECIFIED_USERS']),
      users: z.array(
        z.object({ ...typed('USER_BAG'), userIdFromAuthority: z.string(), userAliasList: z.array(z.string()) }),
      ),
    }),
  },
  errors: portalErrorsOfOne,
})

const common = {
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  description: z.string(),
  severity: z.enum(['HIGH', 'MEDIUM', 'LOW']),
  isEnabled: z.boolean(),
  isSystem: z.boolean(),
  ruleSource: z.string(),
  fileBelongsTo: z.object({
    usersToAlertOn: z.enum(['ALL_USERS', 'ALL_USERS_NOT_SPECIFIED', 'SPECIFIED_USERS']),
    userList: z.array(z.string()),
  }),
  notificationConfig: z.object({
    enabled: z.boolean(),
    notificationInfo: z.array(z.object({ notificationType: z.literal('EMAIL'), notificationAddress: z.string() })),
  }),
  fileCategoryWatch: z.object({ watchAllFiles: z.boolean(), fileCategoryList: z.array(z.string()) }),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  modifiedAt: z.iso.datetime(),
  modifiedBy: z.string(),
}

const query = z.object({ tenantId, ruleIds: z.array(ruleId).max(100) })

const detailsOf = <Shape extends z.ZodRawShape>(family: string, what: string, shape: Shape) =>
  operation({
    ...reading,
    ...place(`query-${family}-rule`, 'alert-rules.read'),
    id: `alert-rules.query-${family}.v1`,
    summary: `Read rules for ${what} by their ids; those of other families are left out`,
    body: query,
    success: {
      status: 200,
      type: 'application/json',
      schema: z.object({ rules: z.array(z.object({ ...common, ...shape })) }),
    },
  })

const flag = z.boolean()
const count = z.int().nullable()

export const queryEndpointRulesV1 = detailsOf('endpoint-exfiltration', 'machines', {
  fileSizeAndCount: z.object({
    fileCountGreaterThan: count,
    totalSizeGreaterThanInBytes: count,
    operator: z.enum(['AND', 'OR']),
  }),
  fileActivityIs: z.object({
    syncedToCloudService: z.object({
      watchBox: flag,
      watchBoxDrive: flag,
      watchDropBox: flag,
      watchGoogleBackupAndSync: flag,
      watchAppleIcLoud: flag,
      watchMicrosoftOneDrive: flag,
    }),
    uploadedOnRemovableMedia: flag,
    readByBrowserOrOther: flag,
  }),
  timeWindow: z.int(),
})

const sharing = { publicViaLink: flag, outsideTrustedDomains: flag }
export const queryCloudShareRulesV1 = detailsOf('cloud-share-permissions', 'shares in the cloud', {
  watchGoogleDrive: z.object({ publicOnTheWeb: flag, ...sharing }),
  watchMicrosoftOneDrive: z.object(sharing),
  watchBox: z.object(sharing),
})

export const queryMismatchRulesV1 = detailsOf('file-type-mismatch', 'files under a false name', {})

export const queryFileNameRulesV1 = detailsOf('file-name', 'file names', { fileNamePatterns: z.array(z.string()) })

export const alertRulesV1Operations = [
  updateRulesEnabledV1,
  addRuleUsersV1,
  removeRuleUsersV1,
  removeRuleAliasesV1,
  removeAllRuleUsersV1,
  queryRuleUsersV1,
  queryEndpointRulesV1,
  queryCloudShareRulesV1,
  queryMismatchRulesV1,
  queryFileNameRulesV1,
] as const
