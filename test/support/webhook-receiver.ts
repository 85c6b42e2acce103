import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { createSeeded } from './seeded.ts'

/**
 * A program that takes webhooks as an honest receiver would: verifies, drops what it has, keeps the id in a file, answers.
 * It is a bad one besides: it breaks off at random points of all that.
 * Arguments: port, file, secret, seed.
 */
const [port, file = '', secret = '', seed] = process.argv.slice(2)
const kept = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [])
const { next } = createSeeded(Number(seed))
const verifier = new Webhook(secret)

const keep = (line: string): void => {
  kept.add(line)
  appendFileSync(file, `${line}\n`)
}

const idOf = (request: IncomingMessage, body: string): string => {
  try {
    const { id } = verifier.verify(body, request.headers as Record<string, string>) as { id: string }
    return id === request.headers['webhook-id'] ? id : `another id in the body: ${id}`
  } catch (error) {
    return `not signed: ${error instanceof Error ? error.message : error}`
  }
}

const take = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
  const fate = next()
  if (fate < 0.1) return void request.socket.destroy()
  const body = (await request.toArray()).join('')
  if (fate < 0.2) return void request.socket.destroy()
  if (fate < 0.25) return void reply.writeHead(503).end()
  const id = idOf(request, body)
  if (!kept.has(id)) keep(id)
  if (fate < 0.4) return void request.socket.destroy()
  reply.writeHead(200).end()
}

createServer((request, reply) => void take(request, reply).catch(() => request.socket.destroy())).listen(
  Number(port),
  '127.0.0.1',
)
