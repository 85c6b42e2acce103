import { createDelivering } from './delivering.ts'
import { requireIdentity } from './identity/session.ts'
import { openKeeper } from './keeper.ts'
import { type AgentOptions, type AgentSettings, agentOptionsSchema } from './options.ts'
import { lockSpool } from './spool/lock.ts'
import { type AgentDependencies, surveyFor } from './surroundings.ts'
import { createWatching } from './watching.ts'

export interface AgentStatus {
  /** Events on disk the server has not answered for. */
  readonly pending: number
  readonly droppedTotal: number
  /** Paths that are still to be looked at. */
  readonly backlog: number
  /** Why the last upload failed, null while all is well. */
  readonly failure: string | null
}

export interface Agent {
  readonly status: () => AgentStatus
  /** Ends watching and sending; what is on disk is sent after the next start. */
  readonly stop: () => Promise<void>
}

/**
 * Starts the agent. Resolves once every folder is watched; registration and delivery go on in the background.
 * Fails with `SpoolInUse` beside another agent, with `AgentNotRegistered` when it cannot become one.
 */
export const runAgent = async (options: AgentOptions, dependencies: AgentDependencies): Promise<Agent> => {
  const settings = agentOptionsSchema.parse(options)
  const lock = await lockSpool(settings.spoolDirectory)
  try {
    return await start(settings, dependencies, lock.release)
  } catch (error) {
    await lock.release()
    throw error
  }
}

const start = async (
  given: AgentSettings,
  dependencies: AgentDependencies,
  release: () => Promise<void>,
): Promise<Agent> => {
  const surroundings = await surveyFor(given, dependencies)
  await requireIdentity(surroundings)
  const keeper = await openKeeper(surroundings)
  const watching = await createWatching(surroundings, keeper)
  const delivering = createDelivering(surroundings, keeper)
  delivering.start()
  await watching.start()
  return {
    status: () => ({ ...keeper.spool.status(), backlog: watching.backlog(), failure: delivering.failure() }),
    stop: async () => {
      await watching.stop()
      await delivering.stop()
      await keeper.spool.close()
      await release()
    },
  }
}
