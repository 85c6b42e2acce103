import { realpath } from 'node:fs/promises'
import { linuxMediaSources, type MediaSources } from './destinations/media/removable-media.ts'
import { type Log, silentLog } from './log.ts'
import { type Machine, thisMachine } from './machine/machine.ts'
import type { AgentSettings } from './options.ts'

/** What the agent takes from the process it runs in. */
export interface AgentDependencies {
  readonly clock: () => Date
  readonly newId: () => string
  readonly random?: () => number
  readonly log?: Log
  readonly machine?: Machine
  readonly media?: MediaSources
}

/** Settings and surroundings as every part of the agent sees them: folders under their real paths. */
export interface Surroundings {
  readonly settings: AgentSettings
  readonly machine: Machine
  readonly media: MediaSources
  readonly clock: () => Date
  readonly newId: () => string
  readonly random: () => number
  readonly log: Log
}

export const surveyFor = async (settings: AgentSettings, given: AgentDependencies): Promise<Surroundings> => {
  const machine = given.machine ?? (await thisMachine())
  return {
    settings: {
      ...settings,
      watch: await realPaths(settings.watch),
      exclude: await realPaths(settings.exclude),
      removableFolders: await realPaths(settings.removableFolders),
      ...(settings.homes && { homes: await realPaths(settings.homes) }),
      spoolDirectory: await realpath(settings.spoolDirectory),
    },
    machine: settings.hostname === undefined ? machine : { ...machine, hostname: settings.hostname },
    media: given.media ?? linuxMediaSources,
    clock: given.clock,
    newId: given.newId,
    random: given.random ?? Math.random,
    log: given.log ?? silentLog,
  }
}

/** A folder that is not there yet keeps the path it was given. */
const realPaths = async (paths: readonly string[]): Promise<string[]> => {
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => path)))
  return [...new Set(real)]
}
