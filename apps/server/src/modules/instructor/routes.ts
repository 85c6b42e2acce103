import * as contract from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Fetch, keptFrom } from './fetch.ts'
import type { Lesson } from './lesson.ts'
import type { Lessons } from './lessons.ts'
import { presentNotification } from './notification.ts'
import type { NotificationsRepository } from './notifications-repository.ts'
import { lessonNotFound } from './refusals.ts'
import type { SendLesson } from './send.ts'
import type { WatchlistLessons } from './watchlist-lessons.ts'

interface Services {
  readonly lessons: Lessons
  readonly watchlistLessons: WatchlistLessons
  readonly notifications: NotificationsRepository
  readonly send: SendLesson
  readonly fetch: Fetch
  readonly clock: Clock
}

/** Lessons for delivery by clients. */
export const instructorRoutes = ({ lessons, fetch }: Services): readonly Route[] => [
  route(contract.readInstructorNotifications, async ({ caller, query, request }) => {
    // Whoever asks for the headers alone gets no items, so that none is handed out.
    if (request.method === 'HEAD') return { items: [], totalCount: await fetch.count(caller, query) }
    return fetch.fetch(caller, query)
  }),
  route(contract.readInstructorLesson, async ({ caller, params }) => {
    const lesson = await lessons.known(caller.tenantId, params.lessonId)
    if (!lesson) throw lessonNotFound()
    return presentForDelivery(lesson)
  }),
]

const presentForDelivery = ({ id, createdAt, createdBy: _, modifiedAt, modifiedBy: __, ...words }: Lesson) => ({
  ...words,
  lessonId: id,
  createdAt: Date.parse(createdAt),
  updatedAt: Date.parse(modifiedAt),
})

/** What the published API has no operations for: writing lessons, choosing and sending them. */
export const lessonRoutes = (services: Services): readonly Route[] => {
  const { lessons, watchlistLessons, send } = services
  return [
    route(contract.listLessons, async ({ caller }) => ({ lessons: await lessons.list(caller) })),
    route(contract.readLesson, ({ caller, params }) => lessons.read(caller, params.id)),
    route(contract.createLesson, ({ caller, body }) => lessons.create(caller, body)),
    route(contract.replaceLesson, ({ caller, params, body }) => lessons.replace(caller, params.id, body)),
    route(contract.deleteLesson, ({ caller, params }) => nothing(lessons.remove(caller, params.id))),
    route(contract.sendLesson, async ({ caller, params, body }) => ({
      notifications: (await send(caller, params.id, body)).map(presentNotification),
    })),
    listRoute(services),
    route(contract.readWatchlistLesson, ({ caller, params }) => watchlistLessons.read(caller, params.watchlistId)),
    route(contract.setWatchlistLesson, ({ caller, params, body }) =>
      watchlistLessons.set(caller, params.watchlistId, body),
    ),
    route(contract.clearWatchlistLesson, ({ caller, params }) =>
      nothing(watchlistLessons.clear(caller, params.watchlistId)),
    ),
  ]
}

const listRoute = ({ notifications, clock }: Services): Route =>
  route(contract.listLessonNotifications, async ({ caller, query }) => {
    const limit = query.limit + 1
    const rows = await notifications.list(caller.tenantId, { ...query, limit }, keptFrom(clock()))
    const page = rows.slice(0, query.limit)
    const next = rows.length > page.length ? String(page.at(-1)?.seq) : null
    return { notifications: page.map(presentNotification), next }
  })

const nothing = async (work: Promise<void>): Promise<undefined> => {
  await work
  return undefined
}
