import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import type { AgentEvent } from '../events/build-event.ts'

/** What happens to one ingest request instead of the usual. */
export type Fault = 'drop' | 'store-then-drop' | 'store-then-hang' | { readonly status: number; readonly body?: object }

export interface StoredRow {
  readonly sequence: number
  readonly event: AgentEvent
}

interface Batch {
  readonly key: string
  readonly rows: readonly StoredRow[]
  readonly dropped: number
}

export interface RecordingServer {
  readonly url: string
  /** Rows stored, in order of arrival; a repeated batch counts once, as on the real server. */
  readonly rows: () => StoredRow[]
  readonly batches: () => readonly Batch[]
  readonly requests: () => readonly string[]
  readonly heartbeats: () => readonly Record<string, unknown>[]
  readonly registrations: () => number
  /** What heartbeats are answered. */
  instructions: { upgrade: object | null; settings: object | null }
  /** Decides the fate of each ingest request. */
  fault: (batch: Batch) => Fault | null
  /** Stops listening on the port and drops every connection. */
  readonly goAway: () => Promise<void>
  readonly comeBack: () => Promise<void>
  readonly close: () => Promise<void>
}

const agentUid = '1001'
const conflict: Fault = { status: 409, body: { code: 'CONFLICT' } }

/** Stands in for the server: keeps what it is sent under the rules of the ingest contract, and fails as told. */
export const startRecordingServer = async (): Promise<RecordingServer> => {
  const stored = new Map<string, Batch & { hash: string }>()
  const requests: string[] = []
  const heartbeats: Record<string, unknown>[] = []
  let registrations = 0
  let validToken = 0

  const ingest = (request: IncomingMessage, body: Buffer, response: ServerResponse): void => {
    const batch = parseBatch(request, gunzipSync(body))
    const hash = createHash('sha256').update(JSON.stringify(batch.rows)).digest('hex')
    const earlier = stored.get(batch.key)
    const fault = earlier && earlier.hash !== hash ? conflict : recording.fault(batch)
    if (!earlier && (fault === null || (typeof fault === 'string' && fault !== 'drop')))
      stored.set(batch.key, { ...batch, hash })
    if (fault === null) answer(response, 200, receiptOf(batch))
    else if (typeof fault === 'object') answer(response, fault.status, fault.body ?? {})
    else if (fault !== 'store-then-hang') request.socket.destroy()
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request)
    const { url = '' } = request
    requests.push(url)
    if (url.endsWith('/token')) answer(response, 200, { access_token: `t-${++validToken}`, expires_in: 900 })
    else if (url.startsWith('/v1/oauth')) answer(response, 200, { access_token: 'registrar', expires_in: 900 })
    else if (url === '/v1/spillway/agents') answer(response, 201, { agentUid, agentKey: `key-${++registrations}` })
    else if (url.endsWith('/heartbeat')) {
      heartbeats.push(JSON.parse(String(body)) as Record<string, unknown>)
      answer(response, 200, recording.instructions)
    } else if (request.headers.authorization?.startsWith('Bearer t-')) ingest(request, body, response)
    else answer(response, 401, { code: 'UNAUTHENTICATED' })
  }

  let server = createServer((request, response) => void handle(request, response).catch(() => request.socket.destroy()))
  const port = await listen(server, 0)
  const goAway = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const recording: RecordingServer = {
    url: `http://127.0.0.1:${port}`,
    rows: () => [...stored.values()].flatMap(({ rows }) => rows),
    batches: () => [...stored.values()],
    requests: () => requests,
    heartbeats: () => heartbeats,
    registrations: () => registrations,
    instructions: { upgrade: null, settings: null },
    fault: () => null,
    goAway,
    comeBack: async () => {
      server = createServer((request, response) => void handle(request, response).catch(() => request.socket.destroy()))
      await listen(server, port)
    },
    close: () => (server.listening ? goAway() : Promise.resolve()),
  }
  return recording
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

const receiptOf = ({ rows }: Batch) => ({
  received: rows.length,
  stored: rows.length,
  duplicates: 0,
  rejectedRows: 0,
  rejected: [],
})

const parseBatch = ({ headers }: IncomingMessage, body: Buffer): Batch => {
  const lines = String(body).trimEnd().split('\n')
  const [first = 0, last = 0] = String(headers['spillway-sequence']).split('-').map(Number)
  if (last - first + 1 !== lines.length) throw new Error('The numbers do not fit the rows')
  const rows = lines.map((line, index) => ({ sequence: first + index, event: JSON.parse(line) as AgentEvent }))
  return { key: String(headers['idempotency-key']), rows, dropped: Number(headers['spillway-dropped'] ?? 0) }
}
