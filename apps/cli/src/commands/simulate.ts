import { type Command, InvalidArgumentError } from 'commander'
import { connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../failure.ts'
import { startBar } from '../import/bar.ts'
import { grouped } from '../output/text.ts'
import type { SimulateOptions } from '../simulate/options.ts'
import { openPlay, type Play } from '../simulate/play.ts'

export const addSimulate = (program: Command, context: CliContext): Command => {
  const command = withConnection(program.command('simulate'))
    .description(
      'Work of a made-up company, with labelled incidents and benign look-alikes in it; the same options give the same',
    )
    .option('--out <directory>', 'write directory.json, facts.json, truth.json and events.ndjson there')
    .option('--send', 'send it to a server: people, machines, trust, watchlists, then the events')
    .option('--events-only', 'with --send: the events alone')
    .option('--people <count>', 'people of the company', whole(1, 999_999), 200)
    .option('--seed <text>', 'another seed, another company with other stories', '1')
    .option('--domain <domain>', 'mail domain of the company', 'example.com')
    .option('--from <time>', 'first instant (default: 30 days before --to)')
    .option('--to <time>', 'end of the period, exclusive (default: today 00:00 UTC)')
    .option('--begins <date>', 'first day of the company, for a period in pieces: all with the same (default: --from)')
    .option('--incidents <count>', 'incidents for 1,000 people in a month', amount, 3)
    .option('--look-alikes <count>', 'benign look-alikes for 1,000 people in a month', amount, 3)
    .option('--busyness <factor>', 'how much everybody does', amount, 1)
    .option('--json', 'the summary as JSON')
    .action((options: SimulateOptions) => simulate(context, options))
  return withExamples(command, [
    ['spillway simulate --people 5000 --from 2026-01-01 --to 2026-04-01 --out simulated', 'a quarter as files'],
    ['spillway simulate --seed 7 --incidents 20 --send', 'the last 30 days to a server; run again, it is stored once'],
  ])
}

const simulate = async (context: CliContext, options: SimulateOptions): Promise<void> => {
  const { out, send } = options
  if (!out && !send) throw new CliError('usage', 'Nowhere to put it', 'Give --out, --send or both.')
  const play = await openPlay(context, options)
  const client = send ? await connect(context, options) : null
  const written = out ? (await import('../simulate/write.ts')).writePlay : null
  const count = written && out ? await following(context, play, (told) => written(play, out, told)) : null
  if (client) {
    const { sendPlay } = await import('../simulate/send.ts')
    const sending = { eventsOnly: options.eventsOnly ?? false, signal: context.stop }
    const sent = await following(context, play, (told) => sendPlay(client, play, { ...sending, told }))
    return tell(context, play, sent, options)
  }
  return tell(context, play, count ?? 0, options)
}

const following = async (
  context: CliContext,
  { simulation, period }: Play,
  work: (told: (done: number) => void) => Promise<number>,
) => {
  const bar = await startBar(context, context.errors.isTerminal ? simulation.estimate(period) : 0)
  try {
    return await work((done) => bar.update(done))
  } finally {
    bar.stop()
  }
}

const tell = async ({ output }: CliContext, play: Play, events: number, { json }: SimulateOptions): Promise<void> => {
  const { simulation, organization, period } = play
  const truth = simulation.truth(period)
  const lookAlikes = truth.filter(({ benign }) => benign).length
  const facts = { events, people: organization.people.length, incidents: truth.length - lookAlikes, lookAlikes }
  if (json) return output.write(`${JSON.stringify(facts)}\n`)
  const days = [period.from, period.to].map((date) => date.toISOString().slice(0, 10)).join(' to ')
  return output.write(
    `${grouped(events)} events of ${grouped(facts.people)} people from ${days}, with ${grouped(facts.incidents)} incidents and ${grouped(lookAlikes)} look-alikes\n`,
  )
}

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Needs a whole number from ${least} to ${most}.`)
    return value
  }

const amount = (text: string): number => {
  if (!/^\d{1,4}(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Needs a number from 0 to 9999.')
  return Number(text)
}
