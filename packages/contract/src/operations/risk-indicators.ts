import { z } from 'zod'
import { operation } from '../operation.ts'
import { firstOf, queryBoolean } from './coercion.ts'
import { errors, errorsOfOne } from './errors.ts'
import { own } from './own.ts'
import { portal, portalErrors, portalErrorsOfOne } from './portal.ts'

export const riskLimits = {
  weight: 10,
  changes: 500,
  fileNameIndicators: 100,
  patterns: 50,
  patternLength: 255,
  trustedAddresses: 500,
} as const

const id = z.string().max(200)
const RiskIndicator = z.object({ id: z.string(), name: z.string(), description: z.string().nullable() })
const RiskIndicatorSubcategory = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  standardIndicators: z.array(RiskIndicator),
  customIndicators: z.array(RiskIndicator),
})
export const RiskIndicatorCategory = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  subcategories: z.array(RiskIndicatorSubcategory),
})

export type RiskIndicatorCategory = z.infer<typeof RiskIndicatorCategory>

const reading = {
  ...portal,
  family: 'risk-indicator-categories',
  method: 'GET',
  permission: 'risk-settings.read',
  lifecycle: { added: '2026-05-04' },
  source: 'client',
} as const

export const listRiskIndicatorCategories = operation({
  ...reading,
  id: 'risk-indicator-categories.list',
  summary: 'List risk indicators by category and subcategory',
  path: '/v1/risk-indicator-categories',
  query: z.object({
    isActive: firstOf(queryBoolean.optional()).describe('Only indicators that are, or are not, switched on'),
    sort_direction: firstOf(
      z
        .string()
        .toLowerCase()
        .pipe(z.enum(['asc', 'desc']))
        .optional(),
    ).describe('Order of the names; the order of the catalogue unless given'),
  }),
  errors: portalErrors,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ categories: z.array(RiskIndicatorCategory) }),
  },
})

export const readRiskIndicatorCategory = operation({
  ...reading,
  id: 'risk-indicator-categories.read',
  summary: 'Read a category of risk indicators',
  path: '/v1/risk-indicator-categories/{id}',
  params: z.object({ id }),
  errors: portalErrorsOfOne,
  success: { status: 200, type: 'application/json', schema: RiskIndicatorCategory },
})

export const readRiskIndicatorSubcategory = operation({
  ...reading,
  id: 'risk-indicator-categories.subcategories.read',
  summary: 'Read a subcategory of risk indicators',
  path: '/v1/risk-indicator-categories/{categoryId}/subcategories/{subcategoryId}',
  params: z.object({ categoryId: id, subcategoryId: id }),
  errors: portalErrorsOfOne,
  success: { status: 200, type: 'application/json', schema: RiskIndicatorSubcategory },
})

const weight = z.int().min(0).max(riskLimits.weight).describe('Points that an event gets for the indicator')

/** An indicator as the tenant has set it. */
export const RiskIndicatorSetting = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  categoryId: z.string(),
  subcategoryId: z.string(),
  weight: z.int(),
  defaultWeight: z.int(),
  isActive: z.boolean(),
  patterns: z.array(z.string()).nullable().describe('Of an indicator for file names: the names it marks'),
})

export const RiskSettings = z.object({
  version: z.int().describe('Grows with every change; events that come later are scored by it'),
  indicators: z.array(RiskIndicatorSetting),
  trustedAddresses: z.array(z.string()),
})

export type RiskIndicatorSetting = z.infer<typeof RiskIndicatorSetting>
export type RiskSettings = z.infer<typeof RiskSettings>

const settingsShared = {
  family: 'risk-settings',
  authentication: 'bearer',
  ...own,
} as const
const settings = { status: 200, type: 'application/json', schema: RiskSettings } as const
const writing = { ...settingsShared, permission: 'risk-settings.write' } as const

export const readRiskSettings = operation({
  ...settingsShared,
  id: 'risk-settings.read',
  summary: 'Read the weights of all risk indicators, and which are switched on',
  method: 'GET',
  path: '/v1/spillway/risk-settings',
  permission: 'risk-settings.read',
  errors,
  success: settings,
})

export const RiskIndicatorChange = z.strictObject({
  id: id.describe('An indicator of the catalogue, or `watchlist-` and the id of a custom watchlist'),
  weight: weight.nullable().optional().describe('Absent leaves it as it is, null goes back to the default'),
  isActive: z.boolean().optional(),
})

export type RiskIndicatorChange = z.infer<typeof RiskIndicatorChange>

export const updateRiskSettings = operation({
  ...writing,
  id: 'risk-settings.update',
  summary: 'Change weights, and which indicators are switched on: all of the request or nothing. Stored events stay',
  method: 'PATCH',
  path: '/v1/spillway/risk-settings',
  body: z.strictObject({
    indicators: z.array(RiskIndicatorChange).max(riskLimits.changes).optional(),
    trustedAddresses: z
      .array(z.string().max(50))
      .max(riskLimits.trustedAddresses)
      .optional()
      .describe("All of the company's own addresses and networks (CIDR): activity from elsewhere is remote"),
  }),
  errors,
  success: settings,
})

export const FileNameIndicatorDefinition = z.strictObject({
  name: z.string().trim().min(1).max(200),
  patterns: z
    .array(z.string().trim().min(1).max(riskLimits.patternLength))
    .min(1)
    .max(riskLimits.patterns)
    .describe('File names with `*` and `?`, in any letter case: whole names, `*.ext`, or three letters in a row'),
  weight: weight.default(0),
  isActive: z.boolean().default(true),
})

export type FileNameIndicatorDefinition = z.infer<typeof FileNameIndicatorDefinition>

const fileNamePath = '/v1/spillway/risk-settings/file-name-indicators'
const params = z.object({ id })

export const createFileNameIndicator = operation({
  ...writing,
  id: 'risk-settings.file-names.create',
  summary: 'Make a risk indicator for file names',
  method: 'POST',
  path: fileNamePath,
  body: FileNameIndicatorDefinition,
  errors: [...errors, 'CONFLICT'],
  success: { status: 201, type: 'application/json', schema: RiskIndicatorSetting },
})

export const replaceFileNameIndicator = operation({
  ...writing,
  id: 'risk-settings.file-names.replace',
  summary: 'Replace a risk indicator for file names',
  method: 'PUT',
  path: `${fileNamePath}/{id}`,
  params,
  body: FileNameIndicatorDefinition,
  errors: [...errors, 'NOT_FOUND', 'CONFLICT'],
  success: { status: 200, type: 'application/json', schema: RiskIndicatorSetting },
})

export const deleteFileNameIndicator = operation({
  ...writing,
  id: 'risk-settings.file-names.delete',
  summary: 'Remove a risk indicator for file names; stored events keep it',
  method: 'DELETE',
  path: `${fileNamePath}/{id}`,
  params,
  errors: errorsOfOne,
  success: { status: 204 },
})

export const riskIndicatorOperations = [
  listRiskIndicatorCategories,
  readRiskIndicatorCategory,
  readRiskIndicatorSubcategory,
  readRiskSettings,
  updateRiskSettings,
  createFileNameIndicator,
  replaceFileNameIndicator,
  deleteFileNameIndicator,
] as const
