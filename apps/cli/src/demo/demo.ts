import type { Agent, AgentOptions } from '@spillway/agent'
import type { Server } from '@spillway/server'
import { startAgent } from '../agent/start.ts'
import { clientFor } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { styleFor } from '../output/style.ts'
import { grouped } from '../output/text.ts'
import { startConfigured } from '../server/start.ts'
import { untilStopped } from '../server/until-stopped.ts'
import { adviceFor, type DemoFacts } from './advice.ts'
import { obtainApiClient } from './api-client.ts'
import { openDemoDirectory } from './directory.ts'
import { fillHistory } from './history.ts'
import { keepTempting } from './incidents.ts'
import { untilPastIsJudged } from './judged.ts'
import { keepBusy } from './live.ts'
import type { DemoOptions } from './options.ts'
import { openSample } from './organization.ts'
import { watchTheOwner } from './own-rule.ts'
import { showAlerts } from './show-alerts.ts'

/** The past that a demo sends counts when it was. */
const tellsOfHours = 365 * 24

/** Runs the demo until the user stops it. What it started last ends first. */
export const runDemo = async (context: CliContext, options: DemoOptions): Promise<void> => {
  const directory = await openDemoDirectory(context, options)
  const settings = { ...directory.serverSettings, eventLatenessHours: tellsOfHours }
  const server = await startConfigured(context, { logLevel: 'warn', ...serverFlags(options) }, settings)
  const running: (() => Promise<void>)[] = [() => server.close()]
  try {
    await openDemo(context, options, { directory, server, running })
    await untilStopped(context.stop)
  } catch (error) {
    // Whatever was under way when the user stopped the demo broke off because of that.
    if (!context.stop.aborted) throw error
  } finally {
    await context.output.write('\nEnding the demo\n')
    for (const stop of running.reverse()) await stop()
  }
}

interface Stage {
  readonly directory: Awaited<ReturnType<typeof openDemoDirectory>>
  readonly server: Server
  readonly running: (() => Promise<void>)[]
}

const openDemo = async (context: CliContext, options: DemoOptions, { directory, server, running }: Stage) => {
  const { url } = server
  const credentials = await obtainApiClient(url, directory)
  const client = clientFor({ url, credentials, allowPlainHttp: true })
  const sample = await openSample(options.people ?? 200, options.days ?? 30, directory.historyUntil)
  await server.loadSample(sample.directory)
  const events = await fillHistory(context, client, sample, directory)
  const owner = sample.organization.people[0]?.email ?? 'ada@example.com'
  await watchTheOwner(client, owner)
  await untilPastIsJudged(client, context.stop)
  if (options.live !== 0) running.push(await keepBusy(context, client, sample, options.live ?? 0.5))

  const agent: Agent = await startAgent(
    context,
    agentOptions({ url, credentials, directory, owner }, options),
    quietLog,
  )
  running.push(() => agent.stop())

  const style = styleFor(context.output, context.environment)
  await context.output.write(adviceFor({ url, credentials, directory, owner, events: grouped(events) }, style))
  running.push(showAlerts(context, client))
  if (options.live !== 0) running.push(keepTempting(context, client, sample))
}

/** Of the machine the demo runs on, the agent looks at nothing but the watched home and the device it is told of. */
const agentOptions = (
  { url, credentials, directory, owner }: Omit<DemoFacts, 'events'>,
  { removableDevice }: DemoOptions,
): AgentOptions => ({
  server: url,
  credentials,
  allowPlainHttp: true,
  watch: [directory.watched],
  homes: [directory.watched],
  removableFolders: [directory.waysOut.stick],
  removableDevices: removableDevice === undefined ? [] : [removableDevice],
  spoolDirectory: directory.spool,
  userEmail: owner,
  watchRemovableMedia: removableDevice !== undefined,
  heartbeatInterval: 15_000,
})

const serverFlags = ({
  fresh: _fresh,
  people: _people,
  days: _days,
  live: _live,
  removableDevice: _removableDevice,
  ...flags
}: DemoOptions) => flags

const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined }
