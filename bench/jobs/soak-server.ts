import { readConfig, startServer } from '@spillway/server'
import { createDirectory, createOrganization, createSimulation } from '@spillway/simulator'
import { taskOf } from '../support/child.ts'

/** A server whose clock the parent moves: it is sent instants, in milliseconds since 1970, and answers each with itself. */
export interface SoakServerTask {
  readonly people: number
  readonly seed: string
  /** Milliseconds since 1970. */
  readonly begins: number
  readonly settings: Readonly<Record<string, unknown>>
}

const { people, seed, begins, settings } = taskOf<SoakServerTask>()
let now = begins
const server = await startServer(readConfig({ flags: settings, environment: {} }), { clock: () => new Date(now) })
const organization = createOrganization({ seed, people })
const simulation = createSimulation(organization, { seed, begins: new Date(begins) })
const until = new Date(begins)
await server.loadSample({
  ...createDirectory(organization, { until, begins: until }),
  facts: simulation.facts({ from: until, to: until }),
})
process.on('message', (instant: number) => {
  now = instant
  process.send?.(now)
})
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)))
process.send?.(server.url)
