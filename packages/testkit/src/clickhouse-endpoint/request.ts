import type { IncomingMessage } from 'node:http'

/** A statement as ClickHouse's HTTP interface carries it. */
export interface StatementRequest {
  sql: string
  format: string
  /** Values of `{name:Type}` placeholders, as the wire writes them (escaped as in TSV). */
  parameters: Map<string, string>
  settings: Map<string, string>
  database: string
  /** Rows of an INSERT. */
  data: Buffer
}

/** Keys of the URL that are neither parameters nor engine settings. */
const reserved = new Set(['query', 'database', 'query_id', 'session_id', 'default_format', 'user', 'password', 'role'])
const formatClause = /\s+FORMAT\s+(\w+)\s*;?\s*$/i

export async function readStatement(request: IncomingMessage): Promise<StatementRequest> {
  const url = new URL(request.url ?? '/', 'http://endpoint')
  const body = await readBody(request)
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1]
  const fields = [...url.searchParams, ...(boundary === undefined ? [] : formFields(body, boundary))]
  const inUrl = url.searchParams.get('query') ?? ''
  const isInsert = /^\s*INSERT\b/i.test(inUrl)
  const text = isInsert || boundary !== undefined ? joined(fields, 'query') : inUrl + body.toString('utf8')
  const format = formatClause.exec(text)?.[1] ?? url.searchParams.get('default_format') ?? 'TabSeparated'
  return {
    sql: isInsert ? text : text.replace(formatClause, ''),
    format,
    parameters: new Map(fields.filter(([name]) => name.startsWith('param_'))),
    settings: new Map(fields.filter(([name]) => !name.startsWith('param_') && !reserved.has(name))),
    database: url.searchParams.get('database') ?? 'default',
    data: isInsert ? body : Buffer.alloc(0),
  }
}

function joined(fields: [string, string][], name: string): string {
  return fields
    .filter(([key]) => key === name)
    .map(([, value]) => value)
    .join('')
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function formFields(body: Buffer, boundary: string): [string, string][] {
  const parts = body.toString('utf8').split(`--${boundary}`).slice(1, -1)
  return parts.map((part) => {
    const name = /name="([^"]+)"/.exec(part)?.[1] ?? ''
    return [name, part.slice(part.indexOf('\r\n\r\n') + 4, -2)]
  })
}
