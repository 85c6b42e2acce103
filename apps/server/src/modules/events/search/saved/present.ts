import type { SavedSearch } from '@spillway/contract'
import { convertToV2 } from './convert.ts'
import { hasSubgroups, presentNode, type StoredDefinition } from './definition.ts'
import type { SavedSearchRow } from './repository.ts'

const upper = (clause: string | null | undefined): 'AND' | 'OR' => (clause?.toUpperCase() === 'OR' ? 'OR' : 'AND')
const lower = (direction: string | null | undefined): 'asc' | 'desc' =>
  direction?.toLowerCase() === 'asc' ? 'asc' : 'desc'

const present = (row: SavedSearchRow, apiVersion: number, definition: StoredDefinition): SavedSearch => ({
  id: row.id,
  name: row.name,
  notes: row.notes,
  apiVersion,
  columns: definition.columns ? [...definition.columns] : null,
  groups: definition.groups.map(presentNode) as SavedSearch['groups'],
  groupClause: upper(definition.groupClause),
  srtKey: definition.srtKey ?? null,
  srtDir: lower(definition.srtDir),
  createdByUID: row.created_by_uid,
  createdByUsername: row.created_by_username,
  creationTimestamp: row.created_at,
  modifiedByUID: row.modified_by_uid,
  modifiedByUsername: row.modified_by_username,
  modifiedTimestamp: row.modified_at,
  tenantId: row.tenant_id,
})

const definitionOf = (row: SavedSearchRow): StoredDefinition => JSON.parse(row.definition) as StoredDefinition

/** The search as its own version shows it. */
export const presentOwn = (row: SavedSearchRow): SavedSearch => present(row, row.api_version, definitionOf(row))

/** The search as v2 shows it; null when it was made with v1 and cannot be said in v2. */
export const presentV2 = (row: SavedSearchRow): SavedSearch | null => {
  if (row.api_version === 2) return presentOwn(row)
  const converted = convertToV2(definitionOf(row))
  return converted && present(row, 2, converted)
}

/** The search as v1 shows it; null when it was made with v2 or nests groups. */
export const presentV1 = (row: SavedSearchRow): SavedSearch | null =>
  row.api_version === 1 && !hasSubgroups(definitionOf(row)) ? presentOwn(row) : null
