export * from './activity.ts'
export * from './identity.ts'
export * from './indicators.ts'
export { contextSummary, exfiltrationSummary } from './words.ts'
