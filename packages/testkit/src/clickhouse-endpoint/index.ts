import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ParentMessage } from './child.ts'
import type { Fault } from './faults.ts'

export type { Fault } from './faults.ts'

/** A ClickHouse server for tests: the HTTP interface in front of the embedded engine, in a process of its own. */
export interface ClickHouseEndpoint {
  readonly url: string
  readonly username: string
  readonly password: string
  readonly database: string
  /** Misbehaves from now on, until healed. */
  fault(fault: Fault): Promise<void>
  heal(): Promise<void>
  /** SIGKILL, without warning. */
  kill(): Promise<void>
  /** Starts a process again on the same data and port. */
  restart(): Promise<void>
  close(): Promise<void>
}

const childPath = fileURLToPath(new URL('./child.ts', import.meta.url))

/** Serves the data directory at `path` on an ephemeral port of 127.0.0.1. */
export async function clickHouseEndpoint(path: string): Promise<ClickHouseEndpoint> {
  const options = { path, username: 'spillway', password: 'secret' }
  let child: ChildProcess
  let port = 0

  const ask = async (message: ParentMessage) => {
    child.send(message)
    const [answer] = (await once(child, 'message')) as [{ port: number }]
    port = answer.port
  }
  const start = async () => {
    child = fork(childPath, [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    await ask({ kind: 'listen', port })
  }
  const gone = () => (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve())

  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    username: options.username,
    password: options.password,
    database: 'default',
    fault: (fault) => ask({ kind: 'fault', fault }),
    heal: () => ask({ kind: 'fault', fault: undefined }),
    async kill() {
      child.kill('SIGKILL')
      await gone()
    },
    restart: start,
    async close() {
      if (child.connected) child.send({ kind: 'stop' } satisfies ParentMessage)
      await gone()
    },
  }
}
