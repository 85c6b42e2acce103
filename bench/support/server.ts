import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { allPermissions } from '@spillway/contract'
import { type ClientCredentials, createSpillwayClient, type SpillwayClient } from '@spillway/sdk'
import { retentionDays } from '../data/period.ts'

/** A Spillway server in a process of its own, as an operator would run it. */
export interface BenchServer {
  readonly url: string
  readonly tenantId: string
  readonly credentials: ClientCredentials
  readonly client: SpillwayClient
  /** Resident memory in bytes. */
  residentBytes(): number
  /** Processor time since its start. */
  cpuSeconds(): number
  stop(): Promise<void>
}

const main = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
const administrator = { username: 'bench@example.com', password: 'bench-password' }
// The data lie in a fixed period, which must not expire.
const flags = ['--port', '0', '--limits', 'off', '--retention-days', String(retentionDays), '--log-level', 'error']

export const startBenchServer = async (dataDirectory: string, controlStore = 'sqlite'): Promise<BenchServer> => {
  mkdirSync(dataDirectory, { recursive: true })
  const environment = {
    ...process.env,
    SPILLWAY_ADMIN_USERNAME: administrator.username,
    SPILLWAY_ADMIN_PASSWORD: administrator.password,
    SPILLWAY_EVENT_LATENESS_HOURS: String(retentionDays * 24),
  }
  const child = spawn(
    process.execPath,
    [main, 'serve', '--data', dataDirectory, '--control-store', controlStore, ...flags],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment,
    },
  )
  // A benchmark that fails must not leave its server behind.
  process.once('exit', () => child.kill('SIGKILL'))
  const url = await urlFrom(child.stdout)
  const credentials = await newApiClient(url)
  const client = createSpillwayClient({ baseUrl: url, credentials })
  const stop = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  return {
    ...{ url, credentials, client, tenantId: await tenantOf(client), stop },
    residentBytes: () => residentBytes(child.pid),
    cpuSeconds: () => processorTime(child.pid),
  }
}

const urlFrom = async (output: NodeJS.ReadableStream): Promise<string> => {
  for await (const line of createInterface({ input: output })) {
    const [url] = /http:\/\/[\d.:]+/.exec(line) ?? []
    if (url) return url
  }
  throw new Error('The server ended before it listened')
}

const newApiClient = async (url: string): Promise<ClientCredentials> => {
  const person = createSpillwayClient({ baseUrl: url, credentials: administrator })
  const { id, secret } = await person.apiClients.create({ name: 'bench', description: '', permissions: allPermissions })
  return { clientId: id, clientSecret: secret }
}

const tenantOf = async (client: SpillwayClient): Promise<string> => {
  const call = { method: 'GET' as const, path: '/v1/customer', repeatable: true }
  return (await client.requester.json<{ tenantId: string }>(call)).tenantId
}

/** Resident memory of a process. */
export const residentBytes = (pid: number | undefined): number => {
  const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

/** User and system time, in hundredths of a second after the process name in brackets (proc(5)). */
const processorTime = (pid: number | undefined): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Highest growth of resident memory in bytes while work runs, sampled every 20 ms, with what the work gives. */
export const memoryGrowth = async <T>(
  server: BenchServer,
  work: () => Promise<T>,
): Promise<{ growth: number; value: T }> => {
  const before = server.residentBytes()
  let highest = before
  const look = () => {
    highest = Math.max(highest, server.residentBytes())
  }
  const timer = setInterval(look, 20)
  const value = await work()
  clearInterval(timer)
  look()
  return { growth: highest - before, value }
}
