export { type Severity, severityOf } from './scoring/severity.ts'
export * from './trust/index.ts'
