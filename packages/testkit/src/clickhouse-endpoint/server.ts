import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createGzip } from 'node:zlib'
import { execute } from './execute.ts'
import { dropAfter, type Fault, pause } from './faults.ts'
import { readStatement, type StatementRequest } from './request.ts'

export interface EndpointOptions {
  path: string
  username: string
  password: string
}

export interface EndpointServer {
  server: Server
  setFault(fault: Fault | undefined): void
}

const exceptionTag = 'spillwaytestkit0'

/** Answers ClickHouse's HTTP interface from the embedded engine. */
export function createEndpointServer({ path, username, password }: EndpointOptions): EndpointServer {
  let fault: Fault | undefined
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/ping') return void response.end('Ok.\n')
    const statement = await readStatement(request)
    if (request.headers.authorization !== authorization) return refuse(response, denied)
    if (fault?.kind === 'delay') await pause(fault.milliseconds)
    if (fault?.kind === 'fail')
      return refuse(response, new Error(`Code: ${fault.code}. DB::Exception: ${fault.message}`))
    if (fault?.kind === 'drop') dropAfter(response, fault.afterBytes)
    const output = execute(path, statement)
    if (fault?.kind === 'lose-answer') return loseAnswer(output, response)
    await send(output, statement, request, response)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  return {
    server,
    setFault(next) {
      fault = next
    },
  }
}

const denied = new Error('Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)')

async function send(
  output: AsyncGenerator<Uint8Array>,
  statement: StatementRequest,
  request: IncomingMessage,
  response: ServerResponse,
) {
  let first: IteratorResult<Uint8Array>
  try {
    first = await output.next()
  } catch (error) {
    return refuse(response, error)
  }
  response.setHeader('X-ClickHouse-Exception-Tag', exceptionTag)
  response.setHeader('X-ClickHouse-Format', statement.format)
  response.setHeader('X-ClickHouse-Summary', JSON.stringify({ written_rows: String(lineCount(statement.data)) }))
  const body = openBody(request, response)
  try {
    for (let next = first; !next.done; next = await output.next()) await write(body, next.value, response)
  } catch (error) {
    await write(body, exceptionBlock(messageOf(error)), response)
  }
  body.end()
}

function openBody(request: IncomingMessage, response: ServerResponse) {
  const wanted = /enable_http_compression=1/.test(request.url ?? '')
  if (!wanted || !/gzip/.test(String(request.headers['accept-encoding']))) return response
  response.setHeader('Content-Encoding', 'gzip')
  const gzip = createGzip({ level: 1 })
  gzip.pipe(response)
  return gzip
}

/** Waits while the client does; a client gone for good ends the statement. */
async function write(body: NodeJS.WritableStream, bytes: Uint8Array, response: ServerResponse) {
  if (response.destroyed) throw new Error('The client is gone')
  if (body.write(bytes)) return
  await new Promise<void>((resolve) => {
    body.once('drain', resolve)
    response.once('close', resolve)
  })
}

function refuse(response: ServerResponse, error: unknown) {
  const message = messageOf(error)
  response.statusCode = 500
  response.setHeader('X-ClickHouse-Exception-Code', /Code: (\d+)\./.exec(message)?.[1] ?? '0')
  response.end(message)
}

function exceptionBlock(message: string): Buffer {
  const text = `${message}\n`
  const length = Buffer.byteLength(text)
  return Buffer.from(`\r\n__exception__\r\n${exceptionTag}\r\n${text}${length} ${exceptionTag}\r\n__exception__\r\n`)
}

async function loseAnswer(output: AsyncGenerator<Uint8Array>, response: ServerResponse) {
  for await (const _ of output);
  response.destroy()
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function lineCount(data: Buffer): number {
  return data
    .toString('latin1')
    .split('\n')
    .filter((line) => line.trim() !== '').length
}
