import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, type Credentials, createApi } from './api.ts'
import { root } from './parts.ts'
import { freePort } from './ports.ts'
import { waitFor } from './wait.ts'

export const admin: Credentials = { username: 'admin@example.com', password: 'correct horse battery staple 42' }

export interface ServerProcessOptions {
  /** Kept when the process ends, so that another can go on with it; made and removed when not given. */
  readonly data?: string
  readonly port?: number
  readonly arguments?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** `spillway serve` as a process of its own, on real stores. */
export interface ServerProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly api: Api
  /** What it printed so far. */
  output(): string
  /** Resident memory in bytes. */
  memory(): Promise<number>
  /** Ends it with a signal and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>
}

const startTime = 60_000

const exit = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
  })

const residentMemory = async (pid: number): Promise<number> => {
  const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1])
  return pages * 4096
}

const ready = async (url: string, child: ChildProcess, output: () => string): Promise<true | undefined> => {
  if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output()}`)
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
  await response?.arrayBuffer()
  return response?.ok ? true : undefined
}

export const startServerProcess = async (options: ServerProcessOptions = {}): Promise<ServerProcess> => {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'spillway-test-')))
  await mkdir(data, { recursive: true })
  const port = options.port ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  const program = [join(root, 'apps/cli/src/main.ts'), 'serve', '--port', String(port), '--data', data]
  const child = spawn(process.execPath, [...program, ...(options.arguments ?? [])], {
    cwd: data,
    env: {
      ...process.env,
      SPILLWAY_ADMIN_USERNAME: admin.username,
      SPILLWAY_ADMIN_PASSWORD: admin.password,
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-100_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const output = () => printed

  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    await exit(child)
    if (options.data === undefined) await rm(data, { recursive: true, force: true })
  }
  try {
    await waitFor('the server to be ready', startTime, () => ready(url, child, output))
  } catch (error) {
    await end('SIGKILL')
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${printed}`)
  }
  const pid = child.pid ?? 0
  return { url, port, pid, api: createApi(url, admin), output, memory: () => residentMemory(pid), end }
}
