import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface Received {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export type Answer = (response: ServerResponse, request: Received) => void

export interface StubServer {
  readonly url: string
  readonly received: readonly Received[]
  /** Queues answers for a path; the last one stays. */
  readonly answer: (path: string, ...answers: Answer[]) => void
  readonly close: () => Promise<void>
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

export const dropConnection: Answer = (response) => response.socket?.destroy()

export const silence: Answer = () => undefined

/** A real HTTP server on an ephemeral loopback port that records what it gets and answers as told. */
export const startStubServer = async (): Promise<StubServer> => {
  const received: Received[] = []
  const answers = new Map<string, Answer[]>()
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub')
    const body = await buffer(request)
    const seen = { method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers }
    received.push({ ...seen, body })
    const queue = answers.get(url.pathname) ?? [json({ title: 'no such path' }, 404)]
    const next = queue.length > 1 ? queue.shift() : queue[0]
    next?.(response, { ...seen, body })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (path, ...queue) => void answers.set(path, queue),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
