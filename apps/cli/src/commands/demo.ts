import { type Command, InvalidArgumentError } from 'commander'
import type { CliContext } from '../context.ts'
import { runDemo } from '../demo/demo.ts'
import type { DemoOptions } from '../demo/options.ts'
import { withExamples } from '../examples.ts'
import { settleAllocator } from '../server/allocator.ts'

export const addDemo = (program: Command, context: CliContext): Command => {
  const command = program
    .command('demo')
    .description('Server, sample organization with its history and live activity, and an agent on a folder to try')
    .option('--port <number>', 'port, 0 for any free one (default: 4200)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--data <directory>', 'where everything is kept between runs (default: data/demo)')
    .option('--fresh', 'throw away what an earlier demo kept there')
    .option('--people <count>', 'people of the organization', count, 200)
    .option('--days <count>', 'days of history', count, 30)
    .option('--live <events>', 'live events a second, 0 for none', rate, 0.5)
    .option('--removable-device <device>', 'a block device, such as a mounted /dev/loop0, to treat as a USB stick')
    .option('--limits <profile>', 'vendor, open or off')
    .option('--api-date <date>', 'serve the API as it was, or will be, on this day')
    .option('--log-level <level>', 'how much the server logs')
    .action((options: DemoOptions) => {
      settleAllocator(context)
      return runDemo(context, options)
    })
  return withExamples(command, [
    ['spillway demo', 'everything on 127.0.0.1:4200; Ctrl-C ends it'],
    ['spillway demo --port 0 --fresh --people 2000', 'a larger organization on any free port'],
  ])
}

const count = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Needs a whole number from 1 to 999999.')
  return Number(text)
}

const rate = (text: string): number => {
  if (!/^\d{1,4}(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Needs a number from 0 to 9999.')
  return Number(text)
}
