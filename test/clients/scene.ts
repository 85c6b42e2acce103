import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FixtureEvent, fixtureEvents, people } from '../support/fixture-events.ts'
import { admin, type ServerProcess, startServerProcess } from '../support/server-process.ts'

/** More than one page of the largest size there is. */
export const eventCount = 12_050

/** A running server with known events, an API client, a saved search, and an empty home for client programs. */
export interface Scene {
  readonly server: ServerProcess
  readonly events: readonly FixtureEvent[]
  readonly home: string
  /** What the Python scripts are told, as JSON on standard input. */
  readonly told: {
    readonly url: string
    readonly username: string
    readonly password: string
    readonly clientId: string
    readonly clientSecret: string
    readonly person: string
    readonly savedSearch: string
    readonly day: string
  }
  close(): Promise<void>
}

export const savedSearchName = 'Roadmaps on Dropbox'

const savedSearch = {
  name: savedSearchName,
  notes: 'for the client tests',
  groupClause: 'AND',
  groups: [
    { filterClause: 'AND', filters: [{ term: 'destination.name', operator: 'IS', value: 'Dropbox' }] },
    { filterClause: 'OR', filters: [{ term: 'file.name', operator: 'IS', value: '*roadmap.docx' }] },
  ],
  srtKey: '@timestamp',
  srtDir: 'desc',
}

/** Noon of yesterday: every fixture event, one second apart, falls on that day and lies well inside any period asked. */
const yesterdayNoon = () => {
  const instant = new Date(Date.now() - 86_400_000)
  instant.setUTCHours(12, 0, 0, 0)
  return instant
}

export const openScene = async (count = eventCount): Promise<Scene> => {
  const server = await startServerProcess()
  const home = await mkdtemp(join(tmpdir(), 'client-home-'))
  const close = async () => {
    await server.end()
    await rm(home, { recursive: true, force: true })
  }
  try {
    const latest = yesterdayNoon()
    const events = fixtureEvents(count, latest)
    await server.api.ingest(events)
    const { id, secret } = await server.api.apiClient(['file-events.read', 'customer.read'])
    const response = await server.api.post('/v1/spillway/saved-searches', savedSearch)
    const text = await response.text()
    if (!response.ok) throw new Error(`creating a saved search answered ${response.status}: ${text}`)
    const created = JSON.parse(text) as { id?: string; searches?: { id: string }[] }
    const told = {
      url: server.url,
      ...admin,
      clientId: id,
      clientSecret: secret,
      person: people[1] as string,
      savedSearch: created.id ?? created.searches?.[0]?.id ?? '',
      day: latest.toISOString().slice(0, 10),
    }
    return { server, events, home, told, close }
  } catch (error) {
    await close()
    throw error
  }
}

export const matching = (events: readonly FixtureEvent[], test: (event: FixtureEvent) => boolean): number =>
  events.filter(test).length

/** How the tests count by hand what a saved search must find. */
export const onSavedSearch = (event: FixtureEvent) =>
  event.destination.name === 'Dropbox' && event.file.name.toLowerCase().endsWith('roadmap.docx')

/** Page sizes of a walk over `count` events. */
export const pagesOf = (count: number, size: number): number[] => [
  ...Array.from({ length: Math.floor(count / size) }, () => size),
  ...(count % size === 0 ? [] : [count % size]),
]
