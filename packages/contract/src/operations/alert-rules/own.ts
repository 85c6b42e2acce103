import { z } from 'zod'
import { operation } from '../../operation.ts'
import { errors, errorsOfOne } from '../errors.ts'
import { own } from '../own.ts'
import { RuleEducation, RuleFilters, RuleNotifications, RuleVectors, ruleLimits } from './criteria.ts'

const families = [
  'FED_COMPOSITE',
  'FED_ENDPOINT_EXFILTRATION',
  'FED_CLOUD_SHARE_PERMISSIONS',
  'FED_FILE_TYPE_MISMATCH',
  'FED_FILE_NAME_MATCH',
] as const
export const RuleFamily = z.enum(families)

const parts = {
  name: z.string().trim().min(1).max(ruleLimits.name).describe('Each name once'),
  description: z.string().max(ruleLimits.description).default(''),
  severity: z.enum(['Low', 'Medium', 'High']).default('Medium'),
  type: RuleFamily.default('FED_COMPOSITE').describe(
    'A family of version 1 takes the criteria alone that version 1 can show; it stays',
  ),
  vectors: RuleVectors.nullable().default(null).describe('Without any, every way out counts'),
  filters: RuleFilters.nullable().default(null).describe('All of them have to hold'),
  alertOnBlockedBrowserActivity: z.boolean().default(false),
  windowMinutes: z
    .int()
    .min(5)
    .max(ruleLimits.longestWindowMinutes)
    .multipleOf(5)
    .default(60)
    .describe('Time within which volume counts, and for which one alert stands'),
  notifications: RuleNotifications.default({ isEnabled: false, contacts: [] }),
  education: RuleEducation.nullable().default(null),
}

/** A rule as it is written: what is left out has its default. */
export const RuleDraft = z.strictObject(parts)
export type RuleDraft = z.output<typeof RuleDraft>

/** A rule with everything there is to know about it. */
export const OwnRule = z.object({
  id: z.string(),
  ...parts,
  version: z.int().describe('Grows with every change but switching on and off; alerts name it'),
  isEnabled: z.boolean(),
  isSystem: z.boolean(),
  watchlistId: z.string().nullable().describe('The watchlist that the rule came with'),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  modifiedAt: z.iso.datetime(),
  modifiedBy: z.string(),
})
export type OwnRule = z.output<typeof OwnRule>

const RuleVersion = z.object({
  version: z.int(),
  ...parts,
  changedAt: z.iso.datetime(),
  changedBy: z.string(),
})

const shared = {
  family: 'rules',
  authentication: 'bearer',
  ...own,
} as const
const path = '/v1/spillway/rules'
const one = { path: `${path}/{id}`, params: z.object({ id: z.string().max(100) }) } as const
const rule = { status: 200, type: 'application/json', schema: OwnRule } as const

export const listRules = operation({
  ...shared,
  id: 'rules.list',
  summary: 'List every rule with its window and version, by name',
  method: 'GET',
  path,
  permission: 'alert-rules.read',
  success: { status: 200, type: 'application/json', schema: z.object({ rules: z.array(OwnRule) }) },
  errors,
})

export const readRule = operation({
  ...shared,
  ...one,
  id: 'rules.read',
  summary: 'Read a rule with its window and version',
  method: 'GET',
  permission: 'alert-rules.read',
  success: rule,
  errors: errorsOfOne,
})

export const listRuleVersions = operation({
  ...shared,
  id: 'rules.versions',
  summary: 'List what a rule said in each of its versions, the newest first',
  method: 'GET',
  path: `${path}/{id}/versions`,
  params: one.params,
  permission: 'alert-rules.read',
  success: { status: 200, type: 'application/json', schema: z.object({ versions: z.array(RuleVersion) }) },
  errors: errorsOfOne,
})

export const createRule = operation({
  ...shared,
  id: 'rules.create',
  summary: 'Create a rule; it judges events that arrive from then on',
  method: 'POST',
  path,
  permission: 'alert-rules.write',
  body: RuleDraft.extend({ isEnabled: z.boolean().default(true) }),
  success: { ...rule, status: 201 },
  errors: [...errors, 'CONFLICT'],
})

export const replaceRule = operation({
  ...shared,
  ...one,
  id: 'rules.replace',
  summary: 'Replace what a rule says. Alerts keep the version that raised them',
  method: 'PUT',
  permission: 'alert-rules.write',
  body: RuleDraft.extend({
    version: z.int().optional().describe('The version that the change was made from; 409 where there is a later one'),
  }),
  success: rule,
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const deleteRule = operation({
  ...shared,
  ...one,
  id: 'rules.delete',
  summary: 'Remove a rule; its alerts stay',
  method: 'DELETE',
  permission: 'alert-rules.write',
  success: { status: 204 },
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const rulesOperations = [listRules, readRule, listRuleVersions, createRule, replaceRule, deleteRule] as const
