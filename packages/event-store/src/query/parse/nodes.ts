import type { Clause, Junction, QueryNode } from '../ast.ts'
import { readFilter } from './filter.ts'
import { isMissing, isObject, type JsonObject, type Reading, report } from './reading.ts'

/** AND or OR in any case; AND when missing. */
const readClause = (value: unknown, name: string, reading: Reading): Clause => {
  if (isMissing(value)) return 'AND'
  const clause = typeof value === 'string' ? value.toUpperCase() : ''
  if (clause === 'AND' || clause === 'OR') return clause
  report(reading, 'ILLEGAL_VALUE', `${name} must be AND or OR`)
  return 'AND'
}

type ReadMember = (member: unknown) => QueryNode | null

// Reading stops at a limit: what lies beyond could only repeat the complaint.
const readMembers = (members: readonly unknown[], reading: Reading, read: ReadMember): QueryNode[] => {
  const nodes: QueryNode[] = []
  for (const member of members) {
    if (isOverLimit(reading)) break
    const node = read(member)
    if (node) nodes.push(node)
  }
  return nodes
}

const isOverLimit = (reading: Reading): boolean => counted.some(({ of }) => reading[of] > reading.limits[of])

const readGroup = (group: JsonObject, reading: Reading): Junction | null => {
  const { filters, filterClause } = group
  if (isMissing(filters)) return report(reading, 'MISSING_FILTERS', 'A group needs filters')
  if (!Array.isArray(filters)) return report(reading, 'ILLEGAL_VALUE', 'filters must be a list')
  if (filters.length === 0) return report(reading, 'MISSING_FILTERS', 'A group needs filters')
  const clause = readClause(filterClause, 'filterClause', reading)
  return { kind: 'junction', clause, members: readMembers(filters, reading, (filter) => readFilter(filter, reading)) }
}

const readSubgroup = (subgroup: JsonObject, depth: number, reading: Reading): Junction | null => {
  const { subgroups, subgroupClause } = subgroup
  if (!Array.isArray(subgroups)) return report(reading, 'ILLEGAL_VALUE', 'subgroups must be a list')
  if (subgroups.length === 0) return report(reading, 'MISSING_FILTERS', 'A subgroup needs groups')
  if (depth >= reading.limits.depth) {
    return report(reading, 'MAX_GROUPS_EXCEEDED', `Groups nest deeper than ${reading.limits.depth}`)
  }
  const clause = readClause(subgroupClause, 'subgroupClause', reading)
  const members = readMembers(subgroups, reading, (member) => readNode(member, depth + 1, reading))
  return { kind: 'junction', clause, members }
}

const readNode = (node: unknown, depth: number, reading: Reading): Junction | null => {
  reading.groups += 1
  if (!isObject(node)) return report(reading, 'ILLEGAL_VALUE', 'A group must be an object')
  if (isMissing(node.subgroups)) return readGroup(node, reading)
  return isMissing(node.filters)
    ? readSubgroup(node, depth, reading)
    : report(reading, 'UNEXPECTED_VALUE', 'A group has either filters or subgroups')
}

/** What a request may have only so many of. */
const counted = [
  { of: 'criteria', type: 'MAX_FILTERS_EXCEEDED' },
  { of: 'wildcards', type: 'MAX_FILTERS_EXCEEDED' },
  { of: 'groups', type: 'MAX_GROUPS_EXCEEDED' },
] as const

const checkCounts = (reading: Reading): void => {
  for (const { of, type } of counted) {
    const most = reading.limits[of]
    if (reading[of] > most) report(reading, type, `The query has more than ${most} ${of}`)
  }
}

/** The condition of a request: its groups, joined by its group clause. */
export const readGroups = (body: JsonObject, reading: Reading): Junction | null => {
  const { groups, groupClause } = body
  if (isMissing(groups)) return report(reading, 'MISSING_GROUPS', 'The query needs groups')
  if (!Array.isArray(groups)) return report(reading, 'ILLEGAL_VALUE', 'groups must be a list')
  if (groups.length === 0) return report(reading, 'MISSING_GROUPS', 'The query needs groups')
  const clause = readClause(groupClause, 'groupClause', reading)
  const members = readMembers(groups, reading, (node) => readNode(node, 1, reading))
  checkCounts(reading)
  return { kind: 'junction', clause, members }
}
