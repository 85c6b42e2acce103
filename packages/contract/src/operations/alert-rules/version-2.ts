import { z } from 'zod'
import { operation } from '../../operation.ts'
import { firstOf } from '../coercion.ts'
import { portal, portalErrors, portalErrorsOfOne } from '../portal.ts'
import { RuleEducation, RuleFilters, RuleNotifications, RuleVectors, ruleLimits } from './criteria.ts'

const RemovedIndicator = z.object({
  indicatorId: z.string(),
  indicatorName: z.string(),
  categoryId: z.string(),
  subCategoryId: z.string(),
  timestamp: z.iso.datetime(),
})

/** A rule as version 2 shows it. */
export const AlertRule = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  severity: z.enum(['Low', 'Medium', 'High']),
  isEnabled: z.boolean(),
  source: z.string(),
  notifications: RuleNotifications,
  education: RuleEducation.nullable(),
  vectors: RuleVectors.nullable(),
  filters: RuleFilters.nullable(),
  alertOnBlockedBrowserActivity: z.boolean(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  modifiedAt: z.iso.datetime(),
  modifiedBy: z.string(),
  isSystemRule: z.boolean(),
  systemRemovedRiskIndicators: z.array(RemovedIndicator),
})
export type AlertRule = z.output<typeof AlertRule>

export const RuleUser = z.object({ userIdFromAuthority: z.string(), aliases: z.array(z.string()) })

const shared = { ...portal, family: 'alert-rules', lifecycle: { added: '2022-10-06' } } as const
const reading = { ...shared, method: 'GET', permission: 'alert-rules.read' } as const
const writing = { ...shared, method: 'POST', permission: 'alert-rules.write', success: { status: 204 } } as const
const params = z.object({ id: z.string().max(100) })

export const listAlertRules = operation({
  ...reading,
  id: 'alert-rules.list',
  summary: 'List alert rules, by name',
  path: '/v2/alert-rules',
  query: z.object({
    PageNumber: firstOf(z.coerce.number().int().min(0).max(1_000_000).default(0)).describe('From 0'),
    PageSize: firstOf(z.coerce.number().int().min(1).max(1_000).default(10)),
    WatchlistId: firstOf(z.string().max(100).optional()).describe('Only rules that ask for this watchlist'),
  }),
  success: { status: 200, type: 'application/json', schema: z.array(AlertRule) },
  errors: portalErrors,
})

export const readAlertRule = operation({
  ...reading,
  id: 'alert-rules.read',
  summary: 'Read an alert rule',
  path: '/v2/alert-rules/{id}',
  params,
  success: { status: 200, type: 'application/json', schema: AlertRule },
  errors: portalErrorsOfOne,
})

const switching = (verb: 'enable' | 'disable') =>
  ({
    one: operation({
      ...writing,
      id: `alert-rules.${verb}`,
      summary: `${verb === 'enable' ? 'Enable' : 'Disable'} an alert rule`,
      path: `/v2/alert-rules/{id}/${verb}`,
      params,
      errors: portalErrorsOfOne,
    }),
    several: operation({
      ...writing,
      id: `alert-rules.${verb}-several`,
      summary: `${verb === 'enable' ? 'Enable' : 'Disable'} alert rules: all that are named, or none`,
      path: `/v2/alert-rules/${verb}`,
      body: z.array(z.string().max(100)).min(1).max(1_000),
      errors: portalErrorsOfOne,
    }),
  }) as const

const enable = switching('enable')
const disable = switching('disable')
export const enableAlertRule = enable.one
export const enableAlertRules = enable.several
export const disableAlertRule = disable.one
export const disableAlertRules = disable.several

export const readAlertRuleUsers = operation({
  ...reading,
  id: 'alert-rules.users.read',
  summary: 'Read whom a rule includes or excludes; 400 where it asks for nobody by name',
  path: '/v2/alert-rules/{id}/users',
  params,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      id: z.string(),
      users: z.array(RuleUser),
      mode: z.enum(['0', '1']).describe('`0` includes only these people, `1` excludes them'),
    }),
  },
  errors: portalErrorsOfOne,
})

export const removeAlertRuleUsers = operation({
  ...writing,
  method: 'DELETE',
  id: 'alert-rules.users.remove',
  summary: 'Take everybody off the list of a rule: one that excludes watches all then, one that includes nobody',
  path: '/v2/alert-rules/{id}/users',
  params,
  errors: portalErrorsOfOne,
})

const bags = z
  .array(
    z.object({
      userIdFromAuthority: z.string().min(1).max(ruleLimits.text),
      aliases: z.array(z.string().min(1).max(ruleLimits.text)).max(ruleLimits.values).nullish(),
    }),
  )
  .max(ruleLimits.usersOfCall)

/** In the published definition of some days of October 2022 and hidden since (domain reference 1.7). */
const listing = { ...writing, source: 'inferred', lifecycle: { added: '2022-10-05' }, params } as const

export const addAlertRuleUsers = operation({
  ...listing,
  id: 'alert-rules.users.add',
  summary: 'Add people to the list of a rule',
  path: '/v2/alert-rules/{id}/users',
  body: bags,
  errors: portalErrorsOfOne,
})

export const removeSomeAlertRuleUsers = operation({
  ...listing,
  id: 'alert-rules.users.remove-several',
  summary: 'Take people with all their names off the list of a rule',
  path: '/v2/alert-rules/{id}/remove-users',
  body: z.array(z.string().max(ruleLimits.text)).max(ruleLimits.usersOfCall),
  errors: portalErrorsOfOne,
})

export const removeAlertRuleAliases = operation({
  ...listing,
  id: 'alert-rules.users.remove-aliases',
  summary: 'Take names of people off the list of a rule',
  path: '/v2/alert-rules/{id}/remove-user-aliases',
  body: bags,
  errors: portalErrorsOfOne,
})

export const alertRulesV2Operations = [
  listAlertRules,
  readAlertRule,
  enableAlertRule,
  enableAlertRules,
  disableAlertRule,
  disableAlertRules,
  readAlertRuleUsers,
  removeAlertRuleUsers,
  addAlertRuleUsers,
  removeSomeAlertRuleUsers,
  removeAlertRuleAliases,
] as const
