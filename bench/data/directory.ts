import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { LoadDirectoryTask } from '../jobs/load-directory.ts'
import { runJob } from '../support/child.ts'
import type { BenchOptions } from '../support/options.ts'
import { count } from '../support/report.ts'
import { type BenchServer, startBenchServer } from '../support/server.ts'

/** A server with so many people and machines; they are made once, and kept. */
export const startDirectoryServer = async (
  { directory, controlStore }: Pick<BenchOptions, 'directory' | 'controlStore'>,
  people: number,
  machines: number,
): Promise<BenchServer> => {
  const isOwn = controlStore === 'sqlite'
  const path = join(directory, `directory-${people}-${machines}${isOwn ? '' : '-postgresql'}`)
  const database = isOwn ? controlStore : databaseUrl(controlStore, `spillway_bench_${people}_${machines}`)
  const mark = join(path, 'complete')
  if (!existsSync(mark)) {
    await rm(path, { recursive: true, force: true })
    if (!isOwn) await makeDatabase(controlStore, database)
    await load({ path, controlStore: database, people, machines })
    if (!isOwn) await ask(database, 'vacuum (analyze)')
    await writeFile(mark, '')
  }
  return startBenchServer(path, database)
}

const load = async (task: LoadDirectoryTask): Promise<void> => {
  const { making, storing } = await runJob<{ making: number; storing: number }>('load-directory', task)
  const both = `${making.toFixed(1)} s made, ${storing.toFixed(1)} s stored`
  console.log(`${count(task.people)} people, ${count(task.machines)} machines: ${both}`)
}

const databaseUrl = (server: string, name: string): string => {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

const makeDatabase = async (server: string, database: string): Promise<void> => {
  const name = new URL(database).pathname.slice(1)
  await ask(server, `drop database if exists ${name}`)
  await ask(server, `create database ${name}`)
}

const ask = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
