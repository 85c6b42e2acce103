import { queryRuleMetadata } from './alert-rules/metadata.ts'
import { rulesOperations } from './alert-rules/own.ts'
import { alertRulesV1Operations } from './alert-rules/version-1.ts'
import { alertRulesV2Operations } from './alert-rules/version-2.ts'

export * from './alert-rules/criteria.ts'
export * from './alert-rules/metadata.ts'
export * from './alert-rules/own.ts'
export * from './alert-rules/version-1.ts'
export * from './alert-rules/version-2.ts'
export * from './alerts/search.ts'

export const alertRulesOperations = [
  ...alertRulesV2Operations,
  ...alertRulesV1Operations,
  queryRuleMetadata,
  ...rulesOperations,
] as const
