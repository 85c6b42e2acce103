import { join } from 'node:path'
import type { Command } from 'commander'
import { startAgent } from '../agent/start.ts'
import { type ConnectionOptions, resolveServer, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { untilStopped } from '../server/until-stopped.ts'

interface AgentCommandOptions extends ConnectionOptions {
  readonly watch: readonly string[]
  readonly spool?: string
  readonly user?: string
  readonly exclude?: readonly string[]
  readonly removableMedia: boolean
  readonly removableDevice?: readonly string[]
  readonly home?: readonly string[]
  readonly processes: boolean
}

export const addAgent = (program: Command, context: CliContext): Command => {
  const command = withConnection(program.command('agent'))
    .description('Watch folders and report what happens to their files. Credentials are needed once, to register')
    .requiredOption('--watch <directories...>', 'folders to watch, with all below them')
    .option('--spool <directory>', "the agent's own folder: identity, and events while the server is away")
    .option('--user <email>', 'whose machine this is')
    .option('--exclude <directories...>', 'folders left out')
    .option('--no-removable-media', 'leave media alone that are plugged in')
    .option('--removable-device <devices...>', 'block devices to treat as removable though the kernel does not')
    .option('--home <directories...>', "home folders whose sync programs' settings are read, not those of /etc/passwd")
    .option('--no-processes', 'do not look which files programs read')
    .action((options: AgentCommandOptions) => watch(context, options))
  return withExamples(command, [
    ['spillway agent --server https://spillway.example.com --watch /home/ada/Documents', 'watch one folder'],
  ])
}

const watch = async (context: CliContext, options: AgentCommandOptions): Promise<void> => {
  const { url, credentials, allowPlainHttp } = await resolveServer(context, options)
  const agent = await startAgent(context, {
    server: url,
    watch: [...options.watch],
    spoolDirectory: options.spool ?? defaultSpool(context),
    allowPlainHttp,
    watchRemovableMedia: options.removableMedia,
    watchProcesses: options.processes,
    ...(options.removableDevice && { removableDevices: [...options.removableDevice] }),
    ...(options.home && { homes: [...options.home] }),
    ...(credentials && { credentials }),
    ...(options.user && { userEmail: options.user }),
    ...(options.exclude && { exclude: [...options.exclude] }),
  })
  await untilStopped(context.stop)
  await agent.stop()
}

const defaultSpool = ({ environment, homeDirectory }: CliContext): string =>
  join(environment.XDG_STATE_HOME || join(homeDirectory, '.local', 'state'), 'spillway', 'agent')
