import { createHash, randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { ServerProcess } from '../support/server-process.ts'

/** A batch under one idempotency key; sent again with the same key and the same bytes until it is acknowledged. */
interface Batch {
  readonly key: string
  readonly ids: readonly string[]
  readonly body: Buffer
  attempts: number
}

/** Clients that send without pause to whatever server stands at the address, across restarts. */
export interface Load {
  /** Ids of every event of every batch that was acknowledged. */
  readonly acknowledged: ReadonlySet<string>
  /** Batches acknowledged after at least one attempt that failed. */
  readonly retried: number
  /** Answers that were neither success nor an honest "not now". */
  readonly wrong: readonly string[]
  /** Lets every batch under way be acknowledged, then ends. */
  finish(): Promise<void>
}

const clientCount = 4
const largestBatch = 400

const makeBatch = (client: number, number: number): Batch => {
  const size = 1 + ((number * 7919 + client * 104_729) % largestBatch)
  const ids = Array.from({ length: size }, (_, row) => `0_load_${client}_${number}_${row}`)
  const lines = ids.map((id) =>
    JSON.stringify({
      '@timestamp': '2026-01-15T10:00:00.000Z'.replace('2026-01-15', new Date().toISOString().slice(0, 10)),
      event: { id, action: 'file-created', observer: 'Endpoint' },
      file: { name: `${id}.txt`, directory: '/home/ada/', sizeInBytes: 1 },
      user: { email: `client-${client}@example.com` },
    }),
  )
  return { key: randomUUID(), ids, body: gzipSync(lines.join('\n')), attempts: 0 }
}

/** True once acknowledged; false when the server was away or said so. */
const send = async (url: string, token: string, batch: Batch, wrong: string[]): Promise<boolean> => {
  batch.attempts += 1
  const response = await fetch(`${url}/v1/ingest/file-events`, {
    method: 'POST',
    body: new Uint8Array(batch.body),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
      'idempotency-key': batch.key,
    },
    signal: AbortSignal.timeout(30_000),
  }).catch(() => undefined)
  const text = await response?.text().catch(() => undefined)
  if (response === undefined || text === undefined) return false
  if (response.ok) return (JSON.parse(text) as { stored: number }).stored === batch.ids.length || note(wrong, text)
  if (![401, 429, 503].includes(response.status)) note(wrong, `${response.status} ${text}`)
  return false
}

const note = (wrong: string[], text: string): false => {
  wrong.push(text.slice(0, 500))
  return false
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export const startLoad = (server: () => ServerProcess): Load => {
  const acknowledged = new Set<string>()
  const wrong: string[] = []
  const state = { retried: 0, stopping: false }

  const client = async (number: number) => {
    for (let made = 0; !state.stopping; made += 1) {
      const batch = makeBatch(number, made)
      while (!(await deliver(batch))) {
        if (wrong.length > 0) return
        await pause(40)
      }
      for (const id of batch.ids) acknowledged.add(id)
      if (batch.attempts > 1) state.retried += 1
    }
  }
  const deliver = async (batch: Batch): Promise<boolean> => {
    const { url, api } = server()
    const token = await api.token().catch(() => undefined)
    return token !== undefined && send(url, token, batch, wrong)
  }

  const running = Promise.all(Array.from({ length: clientCount }, (_, number) => client(number)))
  return {
    acknowledged,
    wrong,
    get retried() {
      return state.retried
    },
    finish: async () => {
      state.stopping = true
      await running
    },
  }
}

interface FeedPage {
  readonly events: readonly { readonly event: { readonly id: string } }[]
  readonly cursor: string
  readonly manifest: { readonly count: number; readonly hash: string }
}

/** Every event id in the feed, in order, each page checked against its manifest. */
export const readWholeFeed = async ({ api }: ServerProcess): Promise<string[]> => {
  const ids: string[] = []
  let cursor: string | undefined
  while (true) {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const response = await api.get(`/v1/spillway/event-feed?limit=10000${after}`)
    if (!response.ok) throw new Error(`the feed answered ${response.status}: ${await response.text()}`)
    const page = (await response.json()) as FeedPage
    const found = page.events.map(({ event }) => event.id)
    const hash = createHash('sha256')
      .update(found.map((id) => `${id}\n`).join(''))
      .digest('hex')
    if (hash !== page.manifest.hash || found.length !== page.manifest.count)
      throw new Error('the manifest does not match')
    if (found.length === 0) return ids
    ids.push(...found)
    cursor = page.cursor
  }
}

/** Every event id by search, page by page. */
export const searchAll = async ({ api }: ServerProcess): Promise<string[]> => {
  const ids: string[] = []
  let pgToken: string | null = ''
  while (pgToken !== null) {
    const groups = [{ filters: [{ term: 'event.id', operator: 'EXISTS', value: null }] }]
    const body = { groups, pgToken, pgSize: 10_000, srtKey: 'event.id', srtDir: 'asc' }
    const response = await api.post('/v2/file-events', body)
    const page = (await response.json()) as { fileEvents: FeedPage['events']; nextPgToken: string | null }
    ids.push(...page.fileEvents.map(({ event }) => event.id))
    pgToken = page.nextPgToken
  }
  return ids
}
