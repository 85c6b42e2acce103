import type { Organization } from '@spillway/simulator'

/** The simulator, loaded when a demo needs it, with the organization it plays. */
export interface Sample {
  readonly organization: Organization
  readonly simulator: typeof import('@spillway/simulator')
}

export const openSampleOrganization = async (people: number): Promise<Sample> => {
  const simulator = await import('@spillway/simulator')
  return { simulator, organization: simulator.createOrganization({ seed: 'demo', people }) }
}
