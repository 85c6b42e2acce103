import type { TrustedActivity, TrustResource } from '@spillway/contract'
import { groupsOf } from './actions.ts'
import { definitionOf } from './definition.ts'
import type { TrustedActivityRow } from './repository.ts'

/** A trusted activity as the published API shows it. */
export const presentActivity = (row: TrustedActivityRow): TrustedActivity => {
  const { type, value, description, isHighValueSource, actions } = definitionOf(row)
  return {
    activityId: String(row.id),
    ...{ type, value, description, isHighValueSource },
    activityActionGroups: groupsOf(actions),
    updateTime: row.updated_at,
    updatedByPrincipalId: row.principal_id,
    updatedByPrincipalName: row.principal_name,
    principalType: row.principal_type as TrustedActivity['principalType'],
  }
}

/** The same for version 1. */
export const presentResource = (row: TrustedActivityRow): TrustResource => ({
  resourceId: row.id,
  type: row.type as TrustResource['type'],
  value: row.value,
  description: row.description,
  updatedAt: row.updated_at,
  updatedByUserUid: row.principal_id,
  updatedByUsername: row.principal_name,
})
