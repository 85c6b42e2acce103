import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { FileEventInput } from '@spillway/simulator'
import type { SoakServerTask } from '../jobs/soak-server.ts'
import { residentBytes } from './server.ts'

/** Rows and bytes, indexes too, of a table of the control store. */
export interface TableSize {
  readonly rows: number
  readonly bytes: number
}

/** A server whose clock is moved by hand. Instants are milliseconds since 1970. */
export interface SoakServer {
  moveTo(instant: number): Promise<void>
  /** Resolves when upkeep has looked after everything since the clock was moved. */
  tidied(): Promise<void>
  /** Resolves when detection has judged what was sent. */
  send(events: readonly FileEventInput[]): Promise<void>
  tables(): ReadonlyMap<string, TableSize>
  residentBytes(): number
  stop(): Promise<void>
}

const administrator = { username: 'bench@example.com', password: 'bench-password' }
const script = fileURLToPath(new URL('../jobs/soak-server.ts', import.meta.url))
const batch = 4_000

/** Starts one on SQLite and the embedded engine, in an empty directory. */
export const startSoakServer = async (path: string, { settings, ...task }: SoakServerTask): Promise<SoakServer> => {
  rmSync(path, { recursive: true, force: true })
  const flags = {
    ...{ dataDirectory: path, port: 0, logLevel: 'error', limits: 'off', retentionDays: 10_000 },
    ...{ adminUsername: administrator.username, adminPassword: administrator.password, ...settings },
  }
  const child = fork(script, [JSON.stringify({ ...task, settings: flags } satisfies SoakServerTask)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  const url = await answer<string>(child)
  const database = new DatabaseSync(join(path, 'control.sqlite'), { readOnly: true })
  let [sent, now] = [0, task.begins]
  return {
    moveTo: async (instant) => {
      child.send(instant)
      await answer(child)
      now = instant
    },
    tidied: async () => {
      while (nextRound(database) <= now) await sleep(50)
    },
    send: async (events) => {
      const token = await tokenOf(url)
      for (let start = 0; start < events.length; start += batch)
        await post(url, token, events.slice(start, start + batch))
      sent += events.length
      while (judgedUpTo(database) < sent) await sleep(20)
    },
    tables: () => sizesOf(database),
    residentBytes: () => residentBytes(child.pid),
    stop: async () => {
      database.close()
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

const answer = async <Message>(child: ChildProcess): Promise<Message> => {
  const heard = new AbortController()
  const { signal } = heard
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('The server ended')
  })
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Message]
    return message
  } finally {
    ended.catch(() => undefined)
    heard.abort()
  }
}

/** A fresh one each time: the clock outruns their lives. */
const tokenOf = async (url: string): Promise<string> => {
  const { username, password } = administrator
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const response = await fetch(`${url}/v1/auth`, { headers: { authorization } })
  return ((await response.json()) as { bearerToken: string }).bearerToken
}

const post = async (url: string, token: string, events: readonly FileEventInput[]): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(`${url}/v1/ingest/file-events`, {
    method: 'POST',
    headers,
    body: JSON.stringify(events),
  })
  if (!response.ok) throw new Error(await response.text())
}

/** The place up to which every shard has read; one node numbers its events from 1. */
const judgedUpTo = (database: DatabaseSync): number => {
  const rows = database.prepare('select distinct cursor from detection_shard').all() as { cursor: string }[]
  const places = rows.map(({ cursor }) => Number(Object.values(JSON.parse(cursor) as Record<string, string>)[0] ?? 0))
  return Math.min(...places)
}

/** When the first of all chores is due next: whoever takes on the last one is done with the others. */
const nextRound = (database: DatabaseSync): number => {
  const rows = database.prepare('select min(due_at) as due from upkeep_round').all() as { due: string | null }[]
  return Date.parse(rows[0]?.due ?? '') || 0
}

const sizesOf = (database: DatabaseSync): ReadonlyMap<string, TableSize> => {
  const bytes = database.prepare(
    'select tbl_name as name, sum(pgsize) as bytes from dbstat join sqlite_schema using (name) group by tbl_name',
  )
  const sizes = (bytes.all() as { name: string; bytes: number }[]).map(({ name, bytes }) => {
    const [{ rows }] = database.prepare(`select count(*) as rows from "${name}"`).all() as [{ rows: number }]
    return [name, { rows, bytes }] as const
  })
  return new Map(sizes)
}
