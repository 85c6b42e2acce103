import type { Server } from '@spillway/server'
import { type Command, Option } from 'commander'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { type Style, styleFor } from '../output/style.ts'
import { settleAllocator } from '../server/allocator.ts'
import type { ServeOptions } from '../server/options.ts'
import { startConfigured } from '../server/start.ts'
import { untilStopped } from '../server/until-stopped.ts'

export const addServe = (program: Command, context: CliContext): Command => {
  const command = program
    .command('serve')
    .description('Run the server. Settings: flags, then SPILLWAY_* variables, then --config')
    .option('--port <number>', 'port, 0 for any free one (default: 4200)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--data <directory>', 'where everything is kept (default: ./spillway-data)')
    .option('--api-date <date>', 'serve the API as it was, or will be, on this day')
    .addOption(new Option('--limits <profile>', 'vendor: the published limits; open: protective ones only; off: none'))
    .option('--public-url <url>', 'origin under which clients reach the server')
    .option('--control-store <sqlite|url>', 'sqlite in the data directory, or a PostgreSQL URL')
    .option('--event-store <embedded|url>', 'embedded engine, or the URL of a ClickHouse server')
    .option('--retention-days <number>', 'days events are kept (default: 90)')
    .option('--enforce-sunset', 'answer 410 on operations past their end of support')
    .option('--log-level <level>', 'how much to log (default: info)')
    .option('--config <file>', 'YAML or JSON file with the same settings')
    .option('--demo', 'fill an empty store with a sample organization, and keep it busy')
    .action((options: ServeOptions) => serve(context, options))
  return withExamples(command, [
    ['spillway serve --data /var/lib/spillway --host 0.0.0.0 --limits open', 'a server for a network'],
    ['spillway serve --api-date 2022-06-01 --limits vendor', 'the API as scripts of that time met it'],
  ])
}

const serve = async (context: CliContext, options: ServeOptions): Promise<void> => {
  settleAllocator(context)
  if (options.demo) {
    const { runDemo } = await import('../demo/demo.ts')
    return runDemo(context, options)
  }
  const server = await startConfigured(context, options)
  await context.output.write(greeting(server, styleFor(context.output, context.environment)))
  await untilStopped(context.stop)
  await server.close()
}

/** Where it listens; on the very first start also who may sign in. */
const greeting = ({ url, firstStart }: Server, style: Style): string => {
  const listening = `${style.green('Spillway')} listens on ${style.bold(url)}; Ctrl-C ends it\n`
  if (!firstStart?.generated) return listening
  const { password, file } = firstStart.generated
  return `${listening}Administrator ${firstStart.username}, password ${password} (shown once, kept in ${file})\n`
}
