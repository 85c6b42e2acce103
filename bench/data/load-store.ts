import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runJob } from '../support/child.ts'
import { startBenchServer } from '../support/server.ts'
import { generated } from './generate.ts'
import { baseEvents } from './multiply.ts'

export interface LoadTask {
  readonly path: string
  readonly files: readonly string[]
  readonly events: number
  readonly tenantId: string
}

/**
 * A data directory of a server that holds `events` events, made once and kept. The server makes the installation, the
 * engine loads the events.
 */
export const loadedDataDirectory = async (directory: string, events: number): Promise<string> => {
  const folder = resolve(directory, `server-${events}`)
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return folder
  rmSync(folder, { recursive: true, force: true })
  const files = await generated(directory, 'rows', Math.min(events, baseEvents))
  const server = await startBenchServer(folder)
  await server.stop()
  console.error(`Loading ${events} events into ${folder}`)
  const task: LoadTask = {
    path: join(folder, 'events'),
    files: files.map((file) => resolve(file)),
    events,
    tenantId: server.tenantId,
  }
  await runJob('load', task)
  writeFileSync(complete, '')
  return folder
}
