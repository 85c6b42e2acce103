import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LoadDirectoryTask } from './jobs/load-directory.ts'
import { runJob } from './support/child.ts'
import { createGetter } from './support/getter.ts'
import { stopwatch, type Timing, timed } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, milliseconds, type ResultTable, ratio } from './support/report.ts'
import { type BenchServer, memoryGrowth, startBenchServer } from './support/server.ts'

const sizes = [1_000, 100_000] as const
const devices = 20_000
/** Highest p95 at 100,000 rows against that at 1,000 that still counts as flat. */
const limit = 1.5
/** A p95 needs more than a handful of repetitions. */
const fewestRuns = 40
const mebibyte = 1024 * 1024

/** Listings of users and machines at 1,000 and at 100,000 rows, and one of 20,000 machines in one answer. */
export const benchDirectory = async ({ directory, runs }: BenchOptions): Promise<ResultTable[]> => {
  const [small, large] = [await measure(directory, sizes[0], runs), await measure(directory, sizes[1], runs)]
  const rows = [...large].map(([name, timing]) => rowOf(name, small.get(name) as Timing, timing))
  const worst = Math.max(...rows.map((row) => Number.parseFloat(row[5] ?? '')))
  const flat = {
    title: `Listings of ${count(sizes[0])} and of ${count(sizes[1])} rows`,
    header: ['Question', 'p50 ms, 1,000', 'p50 ms, 100,000', 'p95 ms, 1,000', 'p95 ms, 100,000', 'p95 ratio'],
    rows,
    notes: [`Worst ratio ${ratio(worst)}, limit ${ratio(limit)}: ${worst <= limit ? 'flat' : 'NOT flat'}.`],
  }
  return [flat, await streaming(directory)]
}

const rowOf = (name: string, small: Timing, large: Timing): string[] => [
  name,
  ...[small.p50, large.p50, small.p95, large.p95].map(milliseconds),
  ratio(large.p95 / small.p95),
]

/** A data directory with so many people and machines, made once. */
const loaded = async (directory: string, people: number, machines: number): Promise<string> => {
  const path = join(directory, `directory-${people}-${machines}`)
  const mark = join(path, 'complete')
  if (existsSync(mark)) return path
  await rm(path, { recursive: true, force: true })
  const task: LoadDirectoryTask = { path, people, machines }
  const seconds = await runJob<{ making: number; storing: number }>('load-directory', task)
  const both = `${seconds.making.toFixed(1)} s made, ${seconds.storing.toFixed(1)} s stored`
  console.log(`${count(people)} people, ${count(machines)} machines: ${both}`)
  await writeFile(mark, '')
  return path
}

const measure = async (directory: string, rows: number, runs: number): Promise<Map<string, Timing>> => {
  const server = await startBenchServer(await loaded(directory, rows, rows))
  const getter = await createGetter(server)
  const timings = new Map<string, Timing>()
  for (const [name, path] of Object.entries(await questionsFor(server, rows))) {
    for (let warm = 0; warm < 5; warm++) await getter.get(path)
    timings.set(name, await timed(Math.max(runs, fewestRuns), () => getter.get(path)))
  }
  getter.close()
  await server.stop()
  return timings
}

interface KnownUser {
  readonly username: string
  readonly orgId: string
}

const questionsFor = async ({ client }: BenchServer, rows: number): Promise<Record<string, string>> => {
  const call = { method: 'GET' as const, path: `/v1/users?page=${rows / 2}&pageSize=1`, repeatable: true }
  const { users } = await client.requester.json<{ users: KnownUser[] }>(call)
  const { username, orgId } = users[0] as KnownUser
  const name = encodeURIComponent(username)
  return {
    'users, first page': '/v1/users?pageSize=100',
    'users, active': '/v1/users?active=true&pageSize=100',
    'users, middle page': `/v1/users?pageSize=100&page=${rows / 200}`,
    'users, by name': `/v1/users?username=${name}`,
    'agents, first page by name': '/v1/agents?pageSize=100',
    'agents, active, by last connection': '/v1/agents?active=true&srtKey=LAST_CONNECTED&srtDir=DESC&pageSize=100',
    'agents, middle page': `/v1/agents?pageSize=100&page=${rows / 200}`,
    'devices, first page': '/v1/devices?pageSize=100',
    'console users': '/api/v1/User?pgSize=100',
    'console users, active': '/api/v1/User?pgSize=100&active=true',
    'console users of an organization': `/api/v1/User?pgSize=100&orgUid=${orgId}`,
    'console users, q': `/api/v1/User?pgSize=100&q=${name}`,
    'console computers': '/api/v1/Computer?pgSize=100',
    'console computers, active': '/api/v1/Computer?pgSize=100&active=true',
    'console computers, backup usage': '/api/v1/Computer?pgSize=100&incBackupUsage=true',
    'console computers of an organization': `/api/v1/Computer?pgSize=100&orgUid=${orgId}`,
    'console computers, q': '/api/v1/Computer?pgSize=100&q=laptop-a',
  }
}

/** 20,000 machines with their backup usage in one answer: memory of the server while it streams, and when it begins. */
const streaming = async (directory: string): Promise<ResultTable> => {
  const server = await startBenchServer(await loaded(directory, devices, devices))
  const getter = await createGetter(server)
  for (let warm = 0; warm < 20; warm++) await getter.get('/api/v1/Computer?incBackupUsage=true&pgSize=500')
  const rows: string[][] = []
  for (const [name, path] of [
    ['JSON', `/api/v1/Computer?incBackupUsage=true&pgSize=${devices}`],
    ['CSV', '/api/v1/Computer?incBackupUsage=true&export=csv'],
  ] as const)
    for (const run of ['first', 'second']) {
      const { growth, value } = await memoryGrowth(server, () => stopwatch(() => getter.get(path)))
      const { bytes, firstByte } = value.value
      const figures = [value.seconds.toFixed(2), milliseconds(firstByte), (bytes / mebibyte).toFixed(1)]
      rows.push([`${name}, ${run}`, ...figures, (growth / mebibyte).toFixed(1)])
    }
  getter.close()
  await server.stop()
  return {
    title: `${count(devices)} machines with backup usage in one answer`,
    header: ['Way', 'seconds', 'first byte ms', 'MiB', 'RSS growth MiB'],
    rows,
  }
}
