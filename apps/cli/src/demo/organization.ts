import type { Organization, Period, SampleDirectory, Simulation } from '@spillway/simulator'

/** The simulator, loaded when a demo needs it, with the company it plays. */
export interface Sample {
  readonly organization: Organization
  readonly simulator: typeof import('@spillway/simulator')
  readonly simulation: Simulation
  readonly directory: SampleDirectory
  /** The past that the demo tells. */
  readonly past: Period
}

const dayMs = 86_400_000
/** For 1,000 people in a month: far more than anywhere, so that a small company has something to show. */
const density = 40

export const openSample = async (people: number, days: number, until: Date): Promise<Sample> => {
  const simulator = await import('@spillway/simulator')
  const organization = simulator.createOrganization({ seed: 'demo', people })
  const past = { from: new Date(until.getTime() - days * dayMs), to: until }
  const world = { seed: 'history', begins: past.from, incidents: density, lookAlikes: density }
  const simulation = simulator.createSimulation(organization, world)
  const directory = simulator.createDirectory(organization, { until, begins: past.from })
  return { simulator, organization, past, simulation, directory: { ...directory, facts: simulation.facts(past) } }
}
