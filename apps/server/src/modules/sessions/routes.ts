import * as contract from '@spillway/contract'
import { type Route, route, stream } from '../../http/index.ts'
import type { createChangeFeed } from '../changes/index.ts'
import { presentSessionExplanation } from './explain.ts'
import { presentSession } from './present.ts'
import type { SessionService } from './service.ts'

type SessionFeed = ReturnType<typeof createChangeFeed<contract.Session>>

/** Sessions as published. */
export const sessionRoutes = (service: SessionService, feed: SessionFeed): readonly Route[] => [
  route(contract.searchSessions, async ({ caller, query }) => {
    const { sessions, total } = await service.search(caller, query)
    return { items: sessions.map(presentSession), totalCount: total }
  }),
  route(contract.readSession, async ({ caller, params }) => presentSession(await service.read(caller, params.id))),
  route(contract.readSessionEvents, async ({ caller, params, signal }) =>
    stream('application/json; charset=utf-8', pageBody(await service.events(caller, params.id, signal))),
  ),
  route(contract.changeSessionState, async ({ caller, params, body }) => {
    await service.setStates(caller, [params.id], body.newState)
    return undefined
  }),
  route(contract.changeSessionStateByIds, async ({ caller, body }) => {
    await service.setStates(caller, body.ids, body.newState)
    return undefined
  }),
  route(contract.changeSessionStates, async ({ caller, query, body }) => ({
    continuationToken: await service.setAll(caller, query, body.newState, body.continuationToken ?? null),
  })),
  route(contract.addSessionNote, async ({ caller, params, body }) => {
    await service.addNote(caller, params.id, body.noteContent)
    return undefined
  }),
  route(contract.readSessionChanges, async ({ caller, query, signal, closing }) => {
    const request = { ...query, tenantId: caller.tenantId }
    const { items: sessions, ...page } = await feed.read(request, AbortSignal.any([signal, closing]))
    return { sessions, ...page }
  }),
  route(contract.explainSession, async ({ caller, params }) =>
    presentSessionExplanation(await service.explained(caller, params.id)),
  ),
]

/** The page as JSON around the bytes that the engine wrote. */
async function* pageBody(page: Awaited<ReturnType<SessionService['events']>>): AsyncGenerator<Uint8Array | string> {
  yield `{"queryResult":{"totalCount":${page.totalCount},"fileEvents":[`
  yield* page.events
  yield '],"nextPgToken":null,"problems":null}}'
}
