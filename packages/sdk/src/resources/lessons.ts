import type {
  createLesson,
  listLessonNotifications,
  listLessons,
  readWatchlistLesson,
  sendLesson,
  setWatchlistLesson,
} from '@spillway/contract'
import { posting, putting, reading, removing, segment } from '../core/calls.ts'
import type { BodyOf, QueryOf, ResponseOf } from '../core/operation-types.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/lessons'
const one = (id: string): string => `${path}/${segment(id)}`
const ofWatchlist = (watchlistId: string): string => `/v1/spillway/watchlists/${segment(watchlistId)}/lesson`

export type Lesson = ResponseOf<typeof listLessons>['lessons'][number]
export type LessonCreation = BodyOf<typeof createLesson>
/** To people, or once to whom an alert is about. */
export type LessonSending = BodyOf<typeof sendLesson>
/** Who received a lesson, and what became of it. */
export type LessonNotification = ResponseOf<typeof sendLesson>['notifications'][number]
export type LessonNotificationQuery = Omit<QueryOf<typeof listLessonNotifications>, 'after' | 'limit'>
/** What is sent to whoever joins a watchlist. */
export type WatchlistLesson = ResponseOf<typeof readWatchlistLesson>

/** Short texts for people whose activity called for them. */
export const createLessons = (requester: Requester) => ({
  list: async (options?: CallOptions): Promise<readonly Lesson[]> =>
    (await requester.json<ResponseOf<typeof listLessons>>(reading(path, options))).lessons,

  get: (id: string, options?: CallOptions) => requester.json<Lesson>(reading(one(id), options)),

  create: (lesson: LessonCreation, options?: CallOptions) =>
    requester.json<Lesson>(posting(path, lesson, false, options)),

  replace: (id: string, lesson: LessonCreation, options?: CallOptions) =>
    requester.json<Lesson>(putting(one(id), lesson, options)),

  remove: (id: string, options?: CallOptions) => requester.nothing(removing(one(id), options)),

  send: async (id: string, sending: LessonSending, options?: CallOptions): Promise<readonly LessonNotification[]> => {
    const call = posting(`${one(id)}/send`, sending, false, options)
    return (await requester.json<ResponseOf<typeof sendLesson>>(call)).notifications
  },

  /** The latest first, page after page. */
  notifications: async function* (
    query: LessonNotificationQuery = {},
    options: CallOptions = {},
  ): AsyncGenerator<LessonNotification> {
    const pages = followPages(async (after) => {
      const call = reading('/v1/spillway/lesson-notifications', options, { ...query, ...(after && { after }) })
      const page = await requester.json<ResponseOf<typeof listLessonNotifications>>(call)
      return { page: page.notifications, next: page.next }
    })
    for await (const notifications of pages) yield* notifications
  },

  ofWatchlist: (watchlistId: string, options?: CallOptions) =>
    requester.json<WatchlistLesson>(reading(ofWatchlist(watchlistId), options)),

  /** Whoever joins from now on is sent it. */
  setOfWatchlist: (watchlistId: string, wish: BodyOf<typeof setWatchlistLesson>, options?: CallOptions) =>
    requester.json<WatchlistLesson>(putting(ofWatchlist(watchlistId), wish, options)),

  clearOfWatchlist: (watchlistId: string, options?: CallOptions) =>
    requester.nothing(removing(ofWatchlist(watchlistId), options)),
})
