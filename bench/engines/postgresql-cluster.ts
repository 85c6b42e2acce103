import { execFileSync } from 'node:child_process'
import { chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir, totalmem } from 'node:os'
import { delimiter, join } from 'node:path'

/** A PostgreSQL of our own, thrown away after the run. */
export interface Cluster {
  /** Folder of its socket, which is where clients connect. */
  readonly host: string
  readonly user: string
  /** Runs a COPY FROM STDIN with a file as its input. */
  copy(file: string, statement: string): void
  stop(): void
}

const user = 'postgres'

/** Starts a fresh cluster in `directory`; as user postgres when we are root, as whom PostgreSQL refuses to run. */
export const startCluster = (directory: string): Cluster => {
  const data = join(directory, 'postgresql')
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const host = mkdtempSync(join(tmpdir(), 'bench-pg-'))
  const run = runner([data, host])
  run('initdb', ['--pgdata', data, '--auth', 'trust', '--username', user, '--encoding', 'UTF8', '--locale', 'C.UTF-8'])
  run('pg_ctl', ['--pgdata', data, '--wait', '--log', join(data, 'log'), '--options', serverFlags(host), 'start'])
  return {
    host,
    user,
    copy: (file, statement) => {
      const input = openSync(file, 'r')
      const words = ['--host', host, '--username', user, '--quiet', '--command', statement]
      execFileSync(binary('psql'), words, { stdio: [input, 'ignore', 'inherit'] })
      closeSync(input)
    },
    stop: () => {
      run('pg_ctl', ['--pgdata', data, '--mode', 'immediate', '--wait', 'stop'])
      for (const folder of [data, host]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a team that knows PostgreSQL sets on a machine of its own. */
const serverFlags = (host: string): string => {
  const memory = (share: number) => `${Math.floor((totalmem() * share) / 2 ** 20)}MB`
  const settings = {
    shared_buffers: memory(0.25),
    effective_cache_size: memory(0.6),
    maintenance_work_mem: '1GB',
    work_mem: '64MB',
    max_wal_size: '8GB',
    random_page_cost: '1.1',
    listen_addresses: "''",
    unix_socket_directories: host,
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

/** Runs PostgreSQL's programs as the user that will own the folders. */
const runner = (folders: readonly string[]) => {
  const isRoot = process.getuid?.() === 0
  if (isRoot) for (const folder of folders) chownSync(folder, idOf('-u'), idOf('-g'))
  return (program: string, words: readonly string[]): void => {
    const [command, ...rest] = [...(isRoot ? ['runuser', '-u', user, '--'] : []), binary(program), ...words]
    // pg_ctl leaves the server behind with its output open: a pipe would never end.
    execFileSync(command as string, rest, { stdio: ['ignore', 'ignore', 'inherit'], cwd: tmpdir() })
  }
}

const idOf = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }))

/** Debian keeps the server's programs off the path. */
const binary = (name: string): string => {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(root, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
  if (!found) throw new Error(`PostgreSQL is not here: no ${name}. Install it, or leave it out with --engines.`)
  return found
}
