import { z } from 'zod'

/**
 * What clients write and what is answered differ: a query that breaks these shapes is answered with the list of its
 * problems, so the schemas describe and never refuse.
 */
const described = <Schema extends z.ZodType>(schema: Schema): z.ZodType<unknown> =>
  // The document builder asks for the fallback without a context.
  schema.catch((context) => (context as { input?: z.output<Schema> } | undefined)?.input as z.output<Schema>)

const operatorNames = [
  'IS',
  'IS_NOT',
  'IS_ANY',
  'IS_NONE',
  'GREATER_THAN',
  'LESS_THAN',
  'ON',
  'ON_OR_AFTER',
  'ON_OR_BEFORE',
  'WITHIN_THE_LAST',
  'EXISTS',
  'DOES_NOT_EXIST',
] as const

const clause = z.enum(['AND', 'OR']).nullish()
const display = z.string().nullish().describe('State of a console; stored and given back, never read')

/** One criterion: a search term, an operator and what that operator asks for. */
export const FileEventFilter = z.looseObject({
  term: z.string(),
  operator: z.enum(operatorNames).nullish(),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullish(),
  display,
})

export const FileEventGroup = z.looseObject({ filters: z.array(FileEventFilter), filterClause: clause, display })

export interface FileEventSubgroupShape {
  [key: string]: unknown
  subgroups: (z.infer<typeof FileEventGroup> | FileEventSubgroupShape)[]
  subgroupClause?: 'AND' | 'OR' | null | undefined
}

/** Groups inside a group, to ten levels. */
export const FileEventSubgroup: z.ZodType<FileEventSubgroupShape> = z.looseObject({
  get subgroups() {
    return z.array(z.union([FileEventGroup, FileEventSubgroup]))
  },
  subgroupClause: clause,
  display,
})

/** The condition of a query: groups of filters, joined by a clause. */
export const queryCondition = {
  groups: z.array(z.union([FileEventGroup, FileEventSubgroup])),
  groupClause: clause,
}

const purpose = z.string().nullish().describe('Why the search is made; kept in the audit log')
const sorting = { srtKey: z.string().nullish(), srtDir: z.enum(['asc', 'desc']).nullish() }

export const FileEventSearchRequest = described(
  z.looseObject({
    ...queryCondition,
    ...sorting,
    pgNum: z.int().min(1).nullish(),
    pgSize: z.int().min(1).max(10_000).nullish(),
    pgToken: z.string().nullish().describe('Empty to start a stream; an event id to go on after that event'),
    purpose,
  }),
)

export const FileEventGroupingRequest = described(
  z.looseObject({
    ...queryCondition,
    groupingTerm: z.string(),
    size: z.int().min(1).nullish().describe('Groups returned, 1,000 unless given, at most 10,000'),
    purpose,
  }),
)

export const FileEventExportRequest = described(
  z.looseObject({ ...queryCondition, ...sorting, columns: z.array(z.string()).nullish(), purpose }),
)

/** One problem of a query; `badFilter` is null for problems of the whole request. */
export const QueryProblem = z.object({
  badFilter: z.unknown(),
  description: z.string().nullable(),
  type: z.string(),
})
