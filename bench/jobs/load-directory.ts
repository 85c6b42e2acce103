import { join } from 'node:path'
import { openControlStore } from '@spillway/control-store'
import { readConfig, startServer } from '@spillway/server'
import { createDirectory, createOrganization } from '@spillway/simulator'
import { report, taskOf } from '../support/child.ts'

export interface LoadDirectoryTask {
  readonly path: string
  readonly controlStore: string
  readonly people: number
  readonly machines: number
}

/** All machines of the sample were last heard of long ago. A server would note it while it is measured. */
const noteSilence = async (): Promise<void> => {
  const own = { kind: 'sqlite', path: join(path, 'control.sqlite') } as const
  const store = await openControlStore(controlStore === 'sqlite' ? own : { kind: 'postgres', url: controlStore })
  await store.db.updateTable('agent').set({ silent: 1 }).where('active', '=', 1).execute()
  await store.close()
}

/** People and machines in the data directory of a server, and how long making and storing them took. */
const { path, controlStore, people, machines } = taskOf<LoadDirectoryTask>()
const flags = { dataDirectory: path, controlStore, port: 0, logLevel: 'error', adminUsername: 'bench@example.com' }
const sources = { flags: { ...flags, adminPassword: 'bench-password' }, environment: {} }
const server = await startServer(readConfig(sources))
const begun = performance.now()
const until = new Date('2026-06-01T00:00:00Z')
const sample = createDirectory(createOrganization({ seed: 'bench', people }), { machines, until })
const made = performance.now()
await server.loadSample(sample)
const seconds = { making: (made - begun) / 1000, storing: (performance.now() - made) / 1000 }
await server.close()
await noteSilence()
report(seconds)
