import { z } from 'zod'

export const ruleLimits = {
  rules: 1_000,
  name: 255,
  description: 1_000,
  values: 500,
  text: 1_000,
  contacts: 10,
  usersOfCall: 100,
  longestWindowMinutes: 43_200,
} as const

const text = z.string().min(1).max(ruleLimits.text)
const texts = z.array(text).max(ruleLimits.values).default([])
const flag = z.boolean().default(false)
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null)
const criteriaOrder = z.int().min(0).max(100).default(0).describe('Place in which it was added; for display alone')

const sharing = z.strictObject({ observeAll: flag, publicLinkShare: flag, directShare: flag })
const uploadCategory = z.strictObject({
  observeAll: flag,
  destinations: texts.describe('Names of services as `destination.name` of events has them'),
})

const fileUpload = z.strictObject({
  cloudStorage: orNull(uploadCategory),
  email: orNull(uploadCategory),
  fileConversionTool: orNull(uploadCategory),
  messaging: orNull(uploadCategory),
  pdfManager: orNull(uploadCategory),
  productivityTool: orNull(uploadCategory),
  socialMedia: orNull(uploadCategory),
  sourceCodeRepository: orNull(uploadCategory),
  webHosting: orNull(uploadCategory),
  advancedSettings: orNull(z.strictObject({ observeUncategorized: flag })),
  criteriaOrder,
})

/** Ways in which files leave. */
export const RuleVectors = z.strictObject({
  cloudSharing: orNull(
    z.strictObject({
      observeAll: flag,
      box: orNull(sharing),
      googleDrive: orNull(sharing),
      oneDrive: orNull(sharing),
      criteriaOrder,
    }),
  ),
  download: orNull(
    z.strictObject({
      observeAll: flag,
      salesforce: flag,
      box: flag,
      googleDrive: flag,
      microsoftOneDrive: flag,
      criteriaOrder,
    }),
  ),
  email: orNull(z.strictObject({ observeAll: flag, gmail: flag, microsoft365: flag, criteriaOrder })),
  fileUpload: orNull(fileUpload),
  removableMedia: orNull(z.strictObject({ isEnabled: flag, criteriaOrder })),
})

const indicators = z.strictObject({
  categories: texts.describe('Ids or names of categories and subcategories of risk indicators'),
  indicators: texts.describe('Ids or names of risk indicators'),
  criteriaOrder,
})

const threshold = z.int().min(0).nullable().default(null)

/** What an event has to be beside leaving. */
export const RuleFilters = z.strictObject({
  fileCategory: orNull(z.strictObject({ categories: texts, criteriaOrder })),
  fileName: orNull(
    z.strictObject({ patterns: texts.describe('File names with `*` and `?`, in any letter case'), criteriaOrder }),
  ),
  fileTypeMismatch: orNull(z.strictObject({ isEnabled: flag, criteriaOrder })),
  fileVolume: orNull(
    z.strictObject({
      countGreaterThan: threshold,
      sizeGreaterThanInBytes: threshold,
      operator: z.enum(['AND', 'OR']).default('AND'),
      criteriaOrder,
    }),
  ),
  riskIndicator: orNull(indicators),
  riskIndicatorExcludes: orNull(indicators),
  riskSeverity: orNull(z.strictObject({ low: flag, moderate: flag, high: flag, critical: flag, criteriaOrder })),
  username: orNull(z.strictObject({ mode: z.enum(['INCLUDE', 'EXCLUDE']), usernames: texts, criteriaOrder })),
  watchlist: orNull(
    z.strictObject({
      watchlists: z
        .array(z.strictObject({ id: text }))
        .max(100)
        .default([]),
      criteriaOrder,
    }),
  ),
})

export const RuleNotifications = z.strictObject({
  isEnabled: flag,
  contacts: z
    .array(z.strictObject({ isEnabled: flag, type: z.enum(['EMAIL']).default('EMAIL'), address: z.email().max(320) }))
    .max(ruleLimits.contacts)
    .default([]),
})

export const messagingMethods = ['Email', 'Slack', 'Teams', 'ThirdPartyIntegration'] as const

export const RuleEducation = z.strictObject({
  lessonId: orNull(z.string().max(100)),
  messagingMethod: z.enum(messagingMethods),
  isAutoDismissAlertEnabled: flag,
})

export type RuleVectors = z.output<typeof RuleVectors>
export type RuleFilters = z.output<typeof RuleFilters>
export type RuleNotifications = z.output<typeof RuleNotifications>
export type RuleEducation = z.output<typeof RuleEducation>
