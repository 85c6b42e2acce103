import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { runAgent } from './agent.ts'
import type { AgentOptions } from './options.ts'

/** Runs the agent by itself, without the rest of the program: the form a packaged endpoint agent takes. */
const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    watch: { type: 'string', multiple: true },
    spool: { type: 'string' },
    user: { type: 'string' },
    options: { type: 'string' },
  },
})

const credentials = (environment: NodeJS.ProcessEnv): AgentOptions['credentials'] => {
  const { SPILLWAY_CLIENT_ID, SPILLWAY_CLIENT_SECRET, SPILLWAY_USERNAME, SPILLWAY_PASSWORD } = environment
  if (SPILLWAY_CLIENT_ID && SPILLWAY_CLIENT_SECRET) {
    return { clientId: SPILLWAY_CLIENT_ID, clientSecret: SPILLWAY_CLIENT_SECRET }
  }
  return SPILLWAY_USERNAME && SPILLWAY_PASSWORD
    ? { username: SPILLWAY_USERNAME, password: SPILLWAY_PASSWORD }
    : undefined
}

const log = pino({ name: 'spillway-agent' })
const agent = await runAgent(
  {
    server: values.server ?? '',
    watch: values.watch ?? [],
    spoolDirectory: values.spool ?? '',
    ...(values.user && { userEmail: values.user }),
    credentials: credentials(process.env),
    ...(JSON.parse(values.options ?? '{}') as Partial<AgentOptions>),
  },
  { clock: () => new Date(), newId: randomUUID, log },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    agent.stop().then(() => process.exit(0))
  })
}
