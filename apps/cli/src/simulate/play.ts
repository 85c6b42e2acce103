import type { Organization, Period, SampleDirectory, Simulation } from '@spillway/simulator'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import { parseInstantOption } from '../search/time.ts'
import type { SimulateOptions } from './options.ts'

/** A simulated company and the period of it that is asked for. */
export interface Play {
  readonly organization: Organization
  readonly simulation: Simulation
  readonly directory: SampleDirectory
  readonly period: Period
  /** Names the play: the same options give the same. */
  readonly name: string
}

const dayMs = 86_400_000
const usualDays = 30

/** Opens what the options describe. Loads the simulator. */
export const openPlay = async ({ clock }: CliContext, options: SimulateOptions): Promise<Play> => {
  const period = periodOf(options, clock())
  const begins = options.begins ? new Date(parseInstantOption(options.begins, 'start', clock())) : period.from
  if (begins > period.from) throw new CliError('usage', '--begins lies after --from')
  const { createDirectory, createOrganization, createSimulation } = await import('@spillway/simulator')
  const { seed, people, domain, busyness, incidents, lookAlikes } = options
  const organization = createOrganization({ seed, people, domain })
  return {
    organization,
    simulation: createSimulation(organization, { seed, begins, busyness, incidents, lookAlikes }),
    directory: createDirectory(organization, { until: period.to, begins }),
    period,
    name: JSON.stringify([seed, people, domain, busyness, incidents, lookAlikes, begins, period]),
  }
}

const periodOf = ({ from, to }: SimulateOptions, now: Date): Period => {
  const midnight = new Date(Math.floor(now.getTime() / dayMs) * dayMs)
  const last = to ? new Date(parseInstantOption(to, 'start', now)) : midnight
  const first = from ? new Date(parseInstantOption(from, 'start', now)) : new Date(last.getTime() - usualDays * dayMs)
  if (first >= last) throw new CliError('usage', '--from does not lie before --to')
  return { from: first, to: last }
}
