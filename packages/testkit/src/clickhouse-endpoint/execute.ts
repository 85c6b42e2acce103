import { type InsertSummary, Session } from 'chdb'
import type { StatementRequest } from './request.ts'

/** Settings that steer a server's HTTP interface, meaningless to an engine without one. */
const httpSetting = /^(enable_http_compression|cancel_http_readonly_queries_on_client_close|wait_end_of_query|http_.*)$/
const insertStatement = /^\s*INSERT\s+INTO\s+([\w.`]+)\s+FORMAT\s+(\w+)\s*$/i

/** Runs a statement on a connection of its own and yields what the engine writes. */
export async function* execute(path: string, request: StatementRequest): AsyncGenerator<Uint8Array> {
  const session = new Session(path)
  try {
    await session.queryAsync(`USE ${request.database}`)
    for (const [name, value] of statementVariables(request)) await session.queryAsync(`SET ${name} = ${quoted(value)}`)
    yield* run(session, request)
  } finally {
    session.close()
  }
}

async function* run(session: Session, request: StatementRequest): AsyncGenerator<Uint8Array> {
  const insert = insertStatement.exec(request.sql)
  if (insert) return void (await insertRows(session, insert[1] ?? '', request))
  if (!/^\s*(SELECT|WITH)\b/i.test(request.sql)) {
    return yield (await session.queryAsync(request.sql, { format: request.format })).bytes()
  }
  for await (const chunk of session.queryStream(request.sql, { format: request.format })) yield chunk.raw()
}

function insertRows(session: Session, table: string, request: StatementRequest): Promise<InsertSummary> {
  const settings = Object.fromEntries(engineSettings(request))
  return session.insert({ table, values: request.data, format: 'JSONEachRow', settings }) as Promise<never>
}

function statementVariables(request: StatementRequest): [string, string][] {
  const settings = request.data.length === 0 ? engineSettings(request) : []
  return [['max_query_size', '268435456'], ...request.parameters, ...settings]
}

function engineSettings(request: StatementRequest): [string, string][] {
  return [...request.settings].filter(([name]) => !httpSetting.test(name))
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
