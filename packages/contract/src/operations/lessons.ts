import { z } from 'zod'
import { operation } from '../operation.ts'
import { messagingMethods } from './alert-rules/criteria.ts'
import { json } from './answers.ts'
import { errors, errorsOfOne } from './errors.ts'
import { own } from './own.ts'

export const lessonLimits = {
  lessons: 500,
  title: 100,
  description: 1_000,
  subject: 200,
  message: 10_000,
  mediaUrl: 2_000,
  actorsOfCall: 100,
} as const

/** Ways in which Spillway delivers: by itself, or by handing what is to be sent to a client of the API. */
export const LessonMethod = z
  .enum(['Email', 'ThirdPartyIntegration'])
  .describe('`ThirdPartyIntegration`: clients fetch what is to be sent, and send it by their own means')
export type LessonMethod = z.output<typeof LessonMethod>

/** An id as it comes from elsewhere: any text that can be one. */
export const idText = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}+$/u, 'Must not hold control characters')

const line = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .regex(/^\P{Cc}*$/u, 'Must be one line without control characters')

const text = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .regex(/^[\P{Cc}\t\r\n]*$/u, 'Must not hold control characters')

const parts = {
  title: line(lessonLimits.title).describe('What lists call it'),
  description: text(lessonLimits.description).nullable().default(null).describe('Never shown to whom it is sent'),
  subject: line(lessonLimits.subject).describe('Subject of the message; takes no placeholders'),
  message: text(lessonLimits.message)
    .trim()
    .min(1)
    .describe(
      'Text, an empty line between paragraphs. Placeholders: `{{firstName}}`, `{{fileName}}`, `{{destination}}` and, ' +
        'where there is one, `{{mediaUrl}}`',
    ),
  mediaUrl: z
    .url({ protocol: /^https$/, error: 'Must be a URL starting with https://' })
    .max(lessonLimits.mediaUrl)
    .nullable()
    .default(null)
    .describe('A film or page that the message leads to by `{{mediaUrl}}`'),
}

/** A lesson as it is written: what is left out has its default. */
export const LessonDraft = z.strictObject(parts)
export type LessonDraft = z.output<typeof LessonDraft>

export const Lesson = z.object({
  id: z.string(),
  type: z.enum(['PREBUILT', 'CUSTOM']).describe('Lessons that come with Spillway cannot be changed'),
  ...parts,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  modifiedAt: z.iso.datetime(),
  modifiedBy: z.string(),
})
export type Lesson = z.output<typeof Lesson>

export const lessonTriggers = ['ALERT_RULE', 'WATCHLIST', 'MANUAL'] as const
export const lessonStates = ['WAITING', 'FETCHED', 'SENT', 'UNDELIVERABLE'] as const

/** That somebody is to receive a lesson, and what became of it. */
export const LessonNotification = z.object({
  notificationId: z.string(),
  lessonId: z.string(),
  messagingMethod: z.enum(messagingMethods),
  triggerType: z.enum(lessonTriggers),
  actorId: z.string().nullable(),
  actorName: z.string(),
  ruleId: z.string().nullable(),
  ruleName: z.string().nullable(),
  alertId: z.string().nullable(),
  isAlertDismissed: z.boolean().describe('Whether the alert was dismissed with it, as its rule wants'),
  watchlistId: z.string().nullable(),
  sentBy: z.string().nullable().describe('Who sent it by hand'),
  createdAt: z.iso.datetime(),
  state: z.enum(lessonStates).describe('`FETCHED` by a client of the API; `SENT` once the mail server took it'),
  stateAt: z.iso.datetime(),
  reason: z.string().nullable().describe('Why it cannot be delivered, or was not so far'),
})
export type LessonNotification = z.output<typeof LessonNotification>

const shared = { family: 'lessons', authentication: 'bearer', ...own } as const
const path = '/v1/spillway/lessons'
const one = { path: `${path}/{id}`, params: z.object({ id: idText }) } as const

export const listLessons = operation({
  ...shared,
  id: 'lessons.list',
  summary: 'List every lesson: those that come with Spillway, then those of the tenant by title',
  method: 'GET',
  path,
  permission: 'lessons.read',
  success: json(z.object({ lessons: z.array(Lesson) })),
  errors,
})

export const readLesson = operation({
  ...shared,
  ...one,
  id: 'lessons.read',
  summary: 'Read a lesson',
  method: 'GET',
  permission: 'lessons.read',
  success: json(Lesson),
  errors: errorsOfOne,
})

export const createLesson = operation({
  ...shared,
  id: 'lessons.create',
  summary: 'Create a lesson, to be named by alert rules and watchlists',
  method: 'POST',
  path,
  permission: 'lessons.write',
  body: LessonDraft,
  success: { ...json(Lesson), status: 201 },
  errors,
})

export const replaceLesson = operation({
  ...shared,
  ...one,
  id: 'lessons.replace',
  summary: 'Replace what a lesson says; what was not sent so far is sent as it says now',
  method: 'PUT',
  permission: 'lessons.write',
  body: LessonDraft,
  success: json(Lesson),
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const deleteLesson = operation({
  ...shared,
  ...one,
  id: 'lessons.delete',
  summary: 'Remove a lesson that no alert rule and no watchlist names; what was recorded is still delivered',
  method: 'DELETE',
  permission: 'lessons.write',
  success: { status: 204 },
  errors: [...errorsOfOne, 'CONFLICT'],
})

export const sendLesson = operation({
  ...shared,
  id: 'lessons.send',
  summary: 'Send a lesson to people, or once to whom an alert is about',
  method: 'POST',
  path: `${path}/{id}/send`,
  params: one.params,
  permission: 'lessons.write',
  body: z.strictObject({
    actorIds: z.array(idText).min(1).max(lessonLimits.actorsOfCall).optional(),
    alertId: idText.optional().describe('Instead of `actorIds`: once to whom it is about; lends the message its file'),
    messagingMethod: LessonMethod,
  }),
  success: json(z.object({ notifications: z.array(LessonNotification) })),
  errors: errorsOfOne,
})

export const listLessonNotifications = operation({
  ...shared,
  id: 'lessons.notifications',
  summary: 'List who is to receive a lesson or received it, the latest first; kept for 90 days',
  method: 'GET',
  path: '/v1/spillway/lesson-notifications',
  permission: 'lessons.read',
  query: z.strictObject({
    lessonId: idText.optional(),
    actorId: idText.optional(),
    alertId: idText.optional(),
    watchlistId: idText.optional(),
    state: z.enum(lessonStates).optional(),
    after: z.coerce.number().int().positive().optional().describe('`next` of the page before'),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  success: json(z.object({ notifications: z.array(LessonNotification), next: z.string().nullable() })),
  errors,
})

const ofWatchlist = {
  path: '/v1/spillway/watchlists/{watchlistId}/lesson',
  params: z.object({ watchlistId: idText }),
} as const

const WatchlistLesson = z.object({
  watchlistId: z.string(),
  lessonId: z.string(),
  messagingMethod: LessonMethod,
  since: z.iso.datetime().describe('Whoever joined before that instant is sent nothing'),
  modifiedAt: z.iso.datetime(),
  modifiedBy: z.string(),
})

export const readWatchlistLesson = operation({
  ...shared,
  ...ofWatchlist,
  id: 'lessons.of-watchlist',
  summary: 'Read which lesson is sent to whoever joins a watchlist',
  method: 'GET',
  permission: 'lessons.read',
  success: json(WatchlistLesson),
  errors: errorsOfOne,
})

export const setWatchlistLesson = operation({
  ...shared,
  ...ofWatchlist,
  id: 'lessons.set-watchlist',
  summary: 'Send a lesson to whoever joins a watchlist from now on, by name, department or directory group',
  method: 'PUT',
  permission: 'lessons.write',
  body: z.strictObject({ lessonId: idText, messagingMethod: LessonMethod }),
  success: json(WatchlistLesson),
  errors: errorsOfOne,
})

export const clearWatchlistLesson = operation({
  ...shared,
  ...ofWatchlist,
  id: 'lessons.clear-watchlist',
  summary: 'Send no lesson to whoever joins a watchlist',
  method: 'DELETE',
  permission: 'lessons.write',
  success: { status: 204 },
  errors: errorsOfOne,
})

export const lessonOperations = [
  listLessons,
  readLesson,
  createLesson,
  replaceLesson,
  deleteLesson,
  sendLesson,
  listLessonNotifications,
  readWatchlistLesson,
  setWatchlistLesson,
  clearWatchlistLesson,
] as const
