import { startTestServer, type TestServerOptions } from '@spillway/testkit'

/** An upload of somebody; now unless a time is given. */
export interface SentUpload {
  readonly email: string
  readonly at?: string
  /** Whatever else the event tells. */
  readonly more?: object
}

type Indicators = readonly string[]

/** What is stored of the risk of an upload. */
interface Judged {
  readonly risk: {
    readonly score: number
    readonly indicators: readonly { id: string; name: string; weight: number }[]
  }
}

/** A whole server, with short ways to tell it of people and to see how their uploads are scored. */
export const startKnowingServer = async (options: TestServerOptions) => {
  const server = await startTestServer({ ...options, config: { limits: 'off', ...options.config } })
  let count = 0

  const ask = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await server.request(method, path, body ? { body } : {})
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.json<Answer>()
  }
  const stored = async <Event>(ids: readonly string[]): Promise<Event[]> => {
    const groups = [{ filters: [{ term: 'event.id', operator: 'IS_ANY', value: ids }] }]
    const query = { groups, pgSize: 10_000 }
    const { fileEvents } = await ask<{ fileEvents: (Event & { event: { id: string } })[] }>(
      'POST',
      '/v2/file-events',
      query,
    )
    const byId = new Map(fileEvents.map((event) => [event.event.id, event]))
    return ids.map((id) => byId.get(id) as Event)
  }
  const sent = async <Event>(uploads: readonly SentUpload[]): Promise<Event[]> => {
    const events = uploads.map(({ email, at, more }) => ({
      event: { id: `upload-${++count}`, action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
      '@timestamp': at ?? server.clock().toISOString(),
      user: { email },
      file: { name: 'plan.pdf' },
      destination: { category: 'Cloud Storage', name: 'Dropbox' },
      ...more,
    }))
    await server.ingest(events)
    return stored(events.map(({ event }) => event.id))
  }
  const send = async (uploads: readonly SentUpload[]): Promise<Indicators[]> =>
    (await sent<Judged>(uploads)).map(({ risk }) => risk.indicators.map(({ name }) => name))
  const membership = (verb: 'add' | 'delete') => (list: string, actorId: string) =>
    ask('POST', `/v2/watchlists/${list}/included-actors/${verb}`, { actorIds: [actorId] })

  return {
    ...server,
    ask,
    /** Events as they are stored, in the order in which they were sent. */
    sent,
    /** Names of the indicators of each upload. */
    send,
    /** The same of one upload. */
    scored: async (email: string, more?: object): Promise<Indicators> =>
      (await send([{ email, ...(more && { more }) }]))[0] ?? [],
    /** What is stored of the risk of one upload. */
    judged: async (email: string): Promise<Judged['risk']> => {
      const [event] = await sent<Judged>([{ email }])
      if (!event) throw new Error('What was sent is not there')
      return event.risk
    },
    /** Users by their names; answers their ids. */
    people: async (names: readonly string[]): Promise<string[]> => {
      const rows = names.map((userName) => ({ userName }))
      return (await ask<{ rows: { id: string }[] }>('POST', '/v1/spillway/users/import', { rows })).rows.map(
        ({ id }) => id,
      )
    },
    list: async (watchlistType: string, title?: string): Promise<string> =>
      (await ask<{ watchlistId: string }>('POST', '/v2/watchlists', { watchlistType, title })).watchlistId,
    join: membership('add'),
    leave: membership('delete'),
  }
}

export type KnowingServer = Awaited<ReturnType<typeof startKnowingServer>>
