export { createLiveFeed, type LiveFeed, type LiveOptions, liveEvents } from './live.ts'
export type { Machine } from './machine.ts'
export { createOrganization, type Organization, type OrganizationOptions, type Person } from './organization.ts'
export { countOf, type SimulationOptions, simulateEvents } from './simulate.ts'
