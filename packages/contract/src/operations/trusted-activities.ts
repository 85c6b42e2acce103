import { z } from 'zod'
import { operation } from '../operation.ts'
import { anyCase, firstOf, pageNumber, pageSize, queryList } from './coercion.ts'
import { errors, errorsOfOne } from './errors.ts'

const everyType = ['ACCOUNT_NAME', 'DOMAIN', 'GIT_REPOSITORY_URI', 'SLACK', 'URL_PATH'] as const
export const TrustedActivityType = z.enum(everyType)

const actionType = z.enum([
  ...(['CLOUD_SHARE', 'CLOUD_SYNC', 'EMAIL', 'FILE_TRANSFER', 'FILE_UPLOAD', 'GIT_PUSH'] as const),
  'USER_ACCOUNT_UPLOAD',
])

const providerName = z.enum([
  ...(['AIRTABLE', 'AMAZON_WEB_SERVICES', 'BLACKBOX', 'BOX', 'CHATGPT', 'CLAUDE', 'CONCUR', 'CURSOR'] as const),
  ...(['DROPBOX', 'GMAIL', 'GOOGLE_DRIVE', 'GOOGLE_WORKSPACE', 'ICLOUD', 'MICROSOFT_365', 'NOTTA'] as const),
  ...(['OFFICE_365', 'ONE_DRIVE', 'OTTER', 'PERPLEXITY', 'SLACK', 'YOU_DOT_COM'] as const),
])

const ActivityActionGroup = z.object({
  name: z.literal('DEFAULT'),
  activityActions: z.array(z.object({ type: actionType, providers: z.array(z.object({ name: providerName })) })),
})

export const TrustedActivity = z.object({
  activityId: z.string(),
  type: TrustedActivityType,
  value: z.string(),
  description: z.string().nullable(),
  isHighValueSource: z.boolean(),
  activityActionGroups: z.array(ActivityActionGroup),
  updateTime: z.iso.datetime(),
  updatedByPrincipalId: z.string(),
  updatedByPrincipalName: z.string(),
  principalType: z.enum(['USER', 'API_KEY', 'DEVICE', 'SERVICE']),
})
export type TrustedActivity = z.infer<typeof TrustedActivity>

/** Groups as clients send them: providers may be absent, null or a list. */
const givenGroups = z
  .array(
    z.object({
      name: z.literal('DEFAULT').nullish(),
      activityActions: z
        .array(
          z.object({
            type: actionType,
            providers: z
              .array(z.object({ name: providerName }))
              .max(100)
              .nullish(),
          }),
        )
        .max(100)
        .nullish(),
    }),
  )
  .max(10)
  .nullish()
  .describe('A domain without groups is trusted for everything; a workspace and a path have none')

const request = {
  description: z.string().nullish().describe('At most 250 characters'),
  activityActionGroups: givenGroups,
}

export const NewTrustedActivity = z.object({
  ...request,
  type: TrustedActivityType,
  value: z.string(),
  isHighValueSource: z.boolean().nullish().describe('True where it is left out, false where it is null'),
})
export type NewTrustedActivity = z.infer<typeof NewTrustedActivity>

export const TrustedActivityChange = z.object({
  ...request,
  type: TrustedActivityType.nullish().describe('May be repeated, but not changed'),
  value: z.string().nullish(),
  isHighValueSource: z.boolean().nullish().describe('Unchanged where it is left out or null'),
})
export type TrustedActivityChange = z.infer<typeof TrustedActivityChange>

const shared = {
  family: 'trusted-activities',
  authentication: 'bearer',
  errorShape: 'coded',
  source: 'published',
  lifecycle: { added: '2022-02-18' },
} as const

const one = {
  path: '/v2/trusted-activities/{activity_id}',
  params: z.object({ activity_id: z.string().regex(/^\d{1,18}$/, 'is not a number') }),
  success: { status: 200, type: 'application/json', schema: TrustedActivity },
} as const

export const trustedActivitySortKeys = [
  'ACTIVITY_ID',
  'DESCRIPTION',
  'TYPE',
  'UPDATED_BY_PRINCIPAL_NAME',
  'UPDATE_TIME',
  'VALUE',
] as const

const types = queryList.transform((given) => given.map((type) => type.toUpperCase())).pipe(z.array(z.enum(everyType)))

export const listTrustedActivities = operation({
  ...shared,
  id: 'trusted-activities.list',
  summary: 'List what the company trusts',
  method: 'GET',
  path: '/v2/trusted-activities',
  permission: 'trusted-activities.read',
  query: z.object({
    type: types.optional().describe('Types, repeated or separated by commas; all where there is none'),
    activity_type: types.optional().describe('The same under the name that the SDK sends'),
    page: firstOf(pageNumber).optional(),
    page_num: firstOf(pageNumber).optional().describe('The same under the name that the SDK sends'),
    page_size: firstOf(pageSize(100, 10_000)),
    sort_key: firstOf(anyCase(trustedActivitySortKeys).optional()).describe('Like values follow by their update time'),
    sort_direction: firstOf(anyCase(['ASC', 'DESC']).optional()),
  }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ totalCount: z.int(), trustedActivities: z.array(TrustedActivity) }),
  },
  errors,
})

export const readTrustedActivity = operation({
  ...shared,
  ...one,
  id: 'trusted-activities.read',
  summary: 'Read a trusted activity',
  method: 'GET',
  permission: 'trusted-activities.read',
  errors: errorsOfOne,
})

export const createTrustedActivity = operation({
  ...shared,
  id: 'trusted-activities.create',
  summary: 'Trust an activity; holds for events that arrive from then on',
  method: 'POST',
  path: '/v2/trusted-activities',
  permission: 'trusted-activities.write',
  body: NewTrustedActivity,
  success: one.success,
  errors: [...errors, 'CONFLICT'],
})

export const updateTrustedActivity = operation({
  ...shared,
  ...one,
  id: 'trusted-activities.update',
  summary: 'Change a trusted activity; what is left out stays',
  method: 'PATCH',
  permission: 'trusted-activities.write',
  body: TrustedActivityChange,
  errors: [...errors, 'NOT_FOUND', 'CONFLICT'],
})

export const deleteTrustedActivity = operation({
  ...shared,
  ...one,
  id: 'trusted-activities.delete',
  summary: 'Trust an activity no longer; events that were trusted stay so',
  method: 'DELETE',
  permission: 'trusted-activities.write',
  errors: errorsOfOne,
})

export const trustedActivitiesOperations = [
  listTrustedActivities,
  readTrustedActivity,
  createTrustedActivity,
  updateTrustedActivity,
  deleteTrustedActivity,
] as const
