export { type Severity, severityOf } from './scoring/severity.ts'
