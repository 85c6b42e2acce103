import type { createLesson, listLessons, sendLesson } from '@spillway/contract'
import { posting, reading, segment } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/lessons'

export type Lesson = ResponseOf<typeof listLessons>['lessons'][number]
export type LessonCreation = BodyOf<typeof createLesson>
/** To people, or once to whom an alert is about. */
export type LessonSending = BodyOf<typeof sendLesson>
/** Who received a lesson, and what became of it. */
export type LessonNotification = ResponseOf<typeof sendLesson>['notifications'][number]

/** Short texts for people whose activity called for them. */
export const createLessons = (requester: Requester) => ({
  list: async (options?: CallOptions): Promise<readonly Lesson[]> =>
    (await requester.json<ResponseOf<typeof listLessons>>(reading(path, options))).lessons,

  get: (id: string, options?: CallOptions) => requester.json<Lesson>(reading(`${path}/${segment(id)}`, options)),

  create: (lesson: LessonCreation, options?: CallOptions) =>
    requester.json<Lesson>(posting(path, lesson, false, options)),

  send: async (id: string, sending: LessonSending, options?: CallOptions): Promise<readonly LessonNotification[]> => {
    const call = posting(`${path}/${segment(id)}/send`, sending, false, options)
    return (await requester.json<ResponseOf<typeof sendLesson>>(call)).notifications
  },
})
