import { prebuiltLessons, prebuiltLessonsAt } from '@spillway/content'
import type { Lesson as ShownLesson } from '@spillway/contract'
import type { Row } from '@spillway/control-store'

export type Lesson = ShownLesson

const author = 'Spillway'

/** Lessons that every tenant has. */
export const prebuilt: ReadonlyMap<string, Lesson> = new Map(
  prebuiltLessons.map((lesson) => [
    lesson.id,
    {
      ...lesson,
      ...{ type: 'PREBUILT', mediaUrl: null },
      ...{ createdAt: prebuiltLessonsAt, createdBy: author },
      ...{ modifiedAt: prebuiltLessonsAt, modifiedBy: author },
    },
  ]),
)

export const lessonOf = (row: Row<'lesson'>): Lesson => ({
  id: row.id,
  type: 'CUSTOM',
  title: row.title,
  description: row.description,
  subject: row.subject,
  message: row.message,
  mediaUrl: row.media_url,
  createdAt: row.created_at,
  createdBy: row.created_by,
  modifiedAt: row.modified_at,
  modifiedBy: row.modified_by,
})
