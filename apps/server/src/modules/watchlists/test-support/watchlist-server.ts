import type { ControlStore } from '@spillway/control-store'
import { startPeopleServer } from '../../identity/test-support/people-server.ts'
import { operations, startScimClient, urns } from '../../identity/test-support/scim-client.ts'
import { createWatchlistsModule, type WatchlistsModule } from '../index.ts'

/** The identity server with watchlists, and a directory that tells of people. */
export const startWatchlistServer = async (store: ControlStore) => {
  let count = 0
  const newId = () => `10000000-0000-4000-8000-${(++count).toString(16).padStart(12, '0')}`
  const made: WatchlistsModule[] = []
  const server = await startPeopleServer(store, {
    more: ({ audit, clock }) => {
      const watchlists = createWatchlistsModule({ store, audit, clock, newId })
      made.push(watchlists)
      return watchlists.routes
    },
  })
  const [{ memberships }] = made as [WatchlistsModule]
  const scim = await startScimClient(server)
  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => {
    const answer = await server.call(method, path, body)
    return { status: answer.statusCode, text: answer.body, body: answer.json() }
  }
  return {
    ...server,
    memberships,
    ask: call,
    get: (path: string) => call('GET', path),
    post: (path: string, body: object) => call('POST', path, body),
    /** A user in a department, as a directory tells. */
    person: async (userName: string, department?: string): Promise<string> => {
      const more = department === undefined ? {} : { [urns.enterprise]: { department } }
      return (await scim.ask('POST', '/Users', { schemas: [urns.user], userName, active: true, ...more })).body.id
    },
    moveTo: async (uid: string, department: string | null) => {
      const value = { [`${urns.enterprise}:department`]: department ?? '' }
      const operation =
        department === null ? { op: 'remove', path: `${urns.enterprise}:department` } : { op: 'replace', value }
      const answer = await scim.ask('PATCH', `/Users/${uid}`, operations(operation))
      if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
    },
    group: async (displayName: string, uids: readonly string[]): Promise<string> => {
      const members = uids.map((value) => ({ value }))
      return (await scim.ask('POST', '/Groups', { schemas: [urns.group], displayName, members })).body.id
    },
    setGroup: (id: string, displayName: string, uids: readonly string[]) =>
      scim.ask('PUT', `/Groups/${id}`, {
        schemas: [urns.group],
        displayName,
        members: uids.map((value) => ({ value })),
      }),
    dropGroup: (id: string) => scim.ask('DELETE', `/Groups/${id}`),
  }
}

export type WatchlistServer = Awaited<ReturnType<typeof startWatchlistServer>>
