import type { Filter, QueryGroups } from '@spillway/sdk'
import { parseCondition } from './condition.ts'
import { parseDuration, parseInstantOption } from './time.ts'

export type ApiVersion = 'v1' | 'v2'

export interface FilterOptions {
  readonly user?: readonly string[]
  readonly fileName?: readonly string[]
  readonly action?: readonly string[]
  readonly category?: readonly string[]
  readonly destination?: readonly string[]
  readonly severity?: readonly string[]
  readonly md5?: readonly string[]
  readonly sha256?: readonly string[]
  readonly start?: string
  readonly end?: string
  readonly last?: string
  readonly term?: readonly string[]
  readonly purpose?: string
}

/** Options that stand for a term of their own, with the term in both versions of the API. */
export const termOptions = {
  user: { flag: '--user <email>', v2: 'user.email', v1: 'deviceUserName' },
  fileName: { flag: '--file-name <name>', v2: 'file.name', v1: 'fileName' },
  action: { flag: '--action <action>', v2: 'event.action', v1: 'eventType' },
  category: { flag: '--category <category>', v2: 'file.category', v1: 'fileCategory' },
  destination: { flag: '--destination <name>', v2: 'destination.name', v1: 'destinationName' },
  severity: { flag: '--severity <severity>', v2: 'risk.severity', v1: 'riskSeverity' },
  md5: { flag: '--md5 <hash>', v2: 'file.hash.md5', v1: 'md5Checksum' },
  sha256: { flag: '--sha256 <hash>', v2: 'file.hash.sha256', v1: 'sha256Checksum' },
} as const satisfies Partial<Record<keyof FilterOptions, { flag: string } & Record<ApiVersion, string>>>

type TermOption = keyof typeof termOptions

export const timestampTerm = { v1: 'eventTimestamp', v2: '@timestamp' } as const
const idTerm = { v1: 'eventId', v2: 'event.id' } as const

/** Turns options into a query: every option must hold; of one option given several times, one value. */
export const queryOf = (options: FilterOptions, version: ApiVersion, now: Date): QueryGroups => {
  const groups = [
    ...(Object.keys(termOptions) as TermOption[]).flatMap((name) =>
      anyValue(options[name], termOptions[name][version]),
    ),
    ...timeFilters(options, version, now).map((filter) => ({ filters: [filter] })),
    ...(options.term ?? []).map((text) => ({ filters: [parseCondition(text)] })),
  ]
  // A query needs a filter; every event has an id.
  const all = { filters: [{ term: idTerm[version], operator: 'EXISTS' }] }
  return {
    groups: groups.length > 0 ? groups : [all],
    groupClause: 'AND',
    ...(options.purpose && { purpose: options.purpose }),
  }
}

const anyValue = (values: readonly string[] | undefined, term: string) =>
  values?.length
    ? [{ filters: values.map((value) => ({ term, operator: 'IS', value })), filterClause: 'OR' as const }]
    : []

const timeFilters = ({ start, end, last }: FilterOptions, version: ApiVersion, now: Date): Filter[] => {
  const term = timestampTerm[version]
  return [
    ...(start ? [{ term, operator: 'ON_OR_AFTER', value: parseInstantOption(start, 'start', now) }] : []),
    ...(end ? [{ term, operator: 'ON_OR_BEFORE', value: parseInstantOption(end, 'end', now) }] : []),
    ...(last ? [{ term, operator: 'WITHIN_THE_LAST', value: parseDuration(last) }] : []),
  ]
}
