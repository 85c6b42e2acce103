import { z } from 'zod'
import { operation } from '../operation.ts'
import { queryBoolean } from './coercion.ts'
import { idText, lessonTriggers, Lesson as OwnLesson } from './lessons.ts'
import { portal, portalErrors, portalErrorsOfOne } from './portal.ts'

/** Milliseconds since 1970, up to the year 9999. */
const instant = z.int().min(0).max(253_402_300_799_999)
const fromText = z.coerce.number().pipe(instant)

/**
 * Lessons for delivery by clients. The paths are published (release notes, 27 April 2026), nothing else is: methods,
 * parameters, fields and what is new are inferred (domain reference 12.2).
 */
const shared = {
  family: 'instructor',
  ...portal,
  source: 'inferred',
  lifecycle: { added: '2026-04-27' },
} as const

export const InstructorNotification = z.object({
  notificationId: z.string(),
  lessonId: z.string(),
  tenantId: z.string(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  triggerType: z.enum(lessonTriggers).describe('`MANUAL`: somebody sent it'),
  ruleId: z.string().nullable(),
  ruleName: z.string().nullable(),
  alertId: z.string().nullable(),
  sessionId: z.string().nullable(),
  watchlistId: z.string().nullable(),
  createdAt: instant,
  fetchedAt: instant.nullable().describe('When it was handed out first'),
  firstName: z.string().nullable().describe('What stands for `{{firstName}}`; likewise below'),
  fileName: z.string().nullable(),
  destination: z.string().nullable(),
})
export type InstructorNotification = z.output<typeof InstructorNotification>

export const readInstructorNotifications = operation({
  ...shared,
  id: 'instructor.notifications',
  summary:
    'Fetch who is to receive a lesson, the oldest first. Each notification is handed out once, to one caller; again ' +
    'only where `include_fetched`, `on_or_after` or `before` asks for it. Kept for 90 days',
  method: 'GET',
  path: '/v1/instructor/notification',
  permission: 'lessons.deliver',
  query: z.object({
    on_or_after: fromText.optional().describe('Created at this instant or later, in milliseconds since 1970'),
    before: fromText.optional().describe('Created before this instant, in milliseconds since 1970'),
    actor_id: idText.optional(),
    lesson_id: idText.optional(),
    page_number: z.coerce
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .describe('From 0; what is new is always handed out from the beginning, whichever page is asked for'),
    page_size: z.coerce.number().int().min(1).max(500).default(50),
    include_fetched: queryBoolean.default(false).describe('Show what was handed out before, too'),
  }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      items: z.array(InstructorNotification),
      totalCount: z.int().describe('How many there were when asked, those in the answer among them'),
    }),
  },
  errors: portalErrors,
})

const { title, description, type, subject, message, mediaUrl } = OwnLesson.shape

export const InstructorLesson = z.object({
  lessonId: z.string(),
  ...{ title, description, type, subject, message, mediaUrl },
  createdAt: instant,
  updatedAt: instant,
})
export type InstructorLesson = z.output<typeof InstructorLesson>

export const readInstructorLesson = operation({
  ...shared,
  id: 'instructor.lesson',
  summary: 'Read what a lesson says, with its placeholders as they are; removed lessons stay readable here',
  method: 'GET',
  path: '/v1/instructor/lesson/{lessonId}',
  params: z.object({ lessonId: idText }),
  permission: 'lessons.read',
  success: { status: 200, type: 'application/json', schema: InstructorLesson },
  errors: portalErrorsOfOne,
})

export const instructorOperations = [readInstructorNotifications, readInstructorLesson] as const
