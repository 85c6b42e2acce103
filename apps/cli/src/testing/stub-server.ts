import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Answer = (request: Received) => { status?: number; json?: unknown; text?: string }

/** A server that answers a few paths from a table and keeps what it was asked. It issues any token asked for. */
export const startStubServer = async (answers: Readonly<Record<string, Answer>>) => {
  const received: Received[] = []
  const table: Readonly<Record<string, Answer>> = {
    '/v1/oauth': () => ({ json: { access_token: 't', expires_in: 900 } }),
    ...answers,
  }
  const server = createServer(async (request, response) => {
    const asked = await read(request)
    if (asked.path !== '/v1/oauth') received.push(asked)
    const { status = 200, json, text = JSON.stringify(json) } = table[asked.path]?.(asked) ?? { status: 404, json: {} }
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const environment = { SPILLWAY_URL: url, SPILLWAY_CLIENT_ID: 'key-1', SPILLWAY_CLIENT_SECRET: 'secret' }
  const close = async () => {
    server.closeAllConnections()
    server.close()
  }
  return { url, environment, received, close }
}

export type StubServer = Awaited<ReturnType<typeof startStubServer>>

const read = async (request: IncomingMessage): Promise<Received> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8')
  const { pathname } = new URL(request.url ?? '/', 'http://stub')
  return { method: request.method ?? '', path: pathname, headers: request.headers, body }
}
