import { type LessonDraft, lessonLimits, type RuleEducation } from '@spillway/contract'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit, AuditType } from '../audit/index.ts'
import { type Lesson, prebuilt } from './lesson.ts'
import type { LessonsRepository } from './lessons-repository.ts'
import { checkPlaceholders } from './placeholders.ts'
import { conflict, lessonNotFound, refused } from './refusals.ts'

interface Dependencies {
  readonly repository: LessonsRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** Whether there is a server that mail goes out by. */
  readonly maySendMail: boolean
}

/** Lessons: those that come with the product, and those that the tenant wrote. */
export const createLessons = ({ repository, audit, clock, newId, maySendMail }: Dependencies) => {
  const record = (type: AuditType, actor: Caller, { id, title }: Lesson): void =>
    audit.record({ type, actor, details: { lessonId: id, lessonTitle: title } })

  const find = async (tenantId: string, id: string, removedToo = false): Promise<Lesson | null> =>
    prebuilt.get(id) ?? (await repository.find(tenantId, id, removedToo))

  const read = async ({ tenantId }: Caller, id: string): Promise<Lesson> => {
    const lesson = await find(tenantId, id)
    if (!lesson) throw lessonNotFound()
    return lesson
  }

  const changeable = async (caller: Caller, id: string): Promise<Lesson> => {
    const lesson = await read(caller, id)
    if (lesson.type === 'PREBUILT')
      throw conflict('A lesson that comes with Spillway cannot be changed; create one of your own')
    return lesson
  }

  const checkUnnamed = async ({ tenantId }: Caller, id: string): Promise<void> => {
    const [rule] = await repository.rulesNaming(tenantId, id)
    if (rule !== undefined) throw conflict(`The rule ${rule} sends this lesson`)
    if (await repository.isOfWatchlist(tenantId, id)) throw conflict('A watchlist sends this lesson')
  }

  return {
    /** Removed ones, too. */
    known: (tenantId: string, id: string) => find(tenantId, id, true),
    read,

    list: async ({ tenantId }: Caller): Promise<Lesson[]> => [
      ...prebuilt.values(),
      ...(await repository.all(tenantId)),
    ],

    create: async (caller: Caller, draft: LessonDraft): Promise<Lesson> => {
      checkPlaceholders(draft)
      if ((await repository.all(caller.tenantId)).length >= lessonLimits.lessons)
        throw refused('body', `There are ${lessonLimits.lessons} lessons already; remove one first`)
      const [id, at] = [newId(), clock().toISOString()]
      const made = { created_at: at, created_by: caller.name, modified_at: at, modified_by: caller.name }
      await repository.insert({ id, tenant_id: caller.tenantId, ...columnsOf(draft), ...made })
      const lesson = await read(caller, id)
      record('lesson_created', caller, lesson)
      return lesson
    },

    replace: async (caller: Caller, id: string, draft: LessonDraft): Promise<Lesson> => {
      checkPlaceholders(draft)
      await changeable(caller, id)
      const changed = { modified_at: clock().toISOString(), modified_by: caller.name }
      await repository.update(id, { ...columnsOf(draft), ...changed })
      const lesson = await read(caller, id)
      record('lesson_updated', caller, lesson)
      return lesson
    },

    remove: async (caller: Caller, id: string): Promise<void> => {
      const lesson = await changeable(caller, id)
      await checkUnnamed(caller, id)
      await repository.update(id, { deleted_at: clock().toISOString() })
      record('lesson_deleted', caller, lesson)
    },

    /** Refuses what could not be sent: an unknown lesson, or a way there that Spillway does not have. */
    check: async (tenantId: string, { lessonId, messagingMethod }: Sendable, field: string): Promise<void> => {
      if (lessonId !== null && !(await find(tenantId, lessonId)))
        throw refused(`${field}.lessonId`, `There is no lesson ${lessonId}`)
      const reason = whyNot(messagingMethod, maySendMail)
      if (lessonId !== null && reason !== null) throw refused(`${field}.messagingMethod`, reason)
    },
  }
}

export type Lessons = ReturnType<typeof createLessons>

type Method = RuleEducation['messagingMethod']
type Sendable = Pick<RuleEducation, 'lessonId' | 'messagingMethod'>

/** Why nothing goes that way; null where something does. */
export const whyNot = (method: Method, maySendMail: boolean): string | null => {
  if (method === 'ThirdPartyIntegration' || (method === 'Email' && maySendMail)) return null
  return method === 'Email'
    ? 'No mail server is named: set mailServer and mailFrom, or take ThirdPartyIntegration'
    : `Spillway does not send by ${method}; a client that takes lessons by ThirdPartyIntegration can`
}

const columnsOf = ({ title, description, subject, message, mediaUrl }: LessonDraft) => ({
  ...{ title, description, subject, message, media_url: mediaUrl },
})
