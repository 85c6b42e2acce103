import type { UsageRecord } from './repository.ts'

interface BackupSet {
  readonly backupSetId: string
  readonly backupSetName: string
  readonly planUid: string
}

type Node = { readonly [key: string]: unknown }

/**
 * Backup sets of a machine's settings document that go to a destination. A machine that backs up without such a document
 * has the one set that every agent starts with. All sets of a machine and destination share one archive, and its guid
 * stands for the plan (inferred).
 */
export const backupSetsOf = (
  settings: string | null,
  usage: Pick<UsageRecord, 'destination_guid' | 'archive_guid'>,
) => {
  const sets = listOf(at(JSON.parse(settings ?? '{}'), ['serviceBackupConfig', 'backupConfig', 'backupSets']))
  const planUid = usage.archive_guid
  if (sets.length === 0) return [{ backupSetId: '1', backupSetName: 'Default', planUid }]
  return sets.filter((set) => goesTo(set, usage.destination_guid)).map((set) => presentSet(set, planUid))
}

const presentSet = (set: Node, planUid: string): BackupSet => ({
  backupSetId: String(set['@id'] ?? ''),
  backupSetName: textOf(set.name),
  planUid,
})

/** A list, or under a lock an object that holds one or its only element. */
const listOf = (value: unknown): Node[] => {
  if (Array.isArray(value)) return value.filter(isNode)
  return isNode(value) ? [value.backupSet].flat().filter(isNode) : []
}

const goesTo = ({ destinations }: Node, guid: string): boolean => {
  const all = isNode(destinations) && !Array.isArray(destinations) ? [destinations.destination].flat() : destinations
  return Array.isArray(all) && all.some((one) => isNode(one) && one['@id'] === guid)
}

/** A locked text stands under `#text`. */
const textOf = (value: unknown): string => String(isNode(value) ? (value['#text'] ?? '') : (value ?? ''))

const at = (document: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isNode(value) && Object.hasOwn(value, key) ? value[key] : undefined), document)

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
