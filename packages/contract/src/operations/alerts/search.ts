import { z } from 'zod'

export const alertSearchLimits = { pageSize: 500, filters: 1_000, value: 2_000 } as const

const value = z.union([z.string().max(alertSearchLimits.value), z.number(), z.boolean()]).nullish()

const filter = z.object({
  term: z.string().max(100),
  operator: z.string().max(100),
  value: value.transform((given) => (given === null || given === undefined ? null : String(given))),
})

const group = z.object({
  filters: z.array(filter).max(alertSearchLimits.filters).nullish(),
  filterClause: z
    .string()
    .max(20)
    .nullish()
    .meta({ enum: ['AND', 'OR'] }),
})

/** What may be asked of alerts and of rules alike. What it cannot mean is told in `problems` of the answer. */
export const searchConditions = {
  tenantId: z.string().max(100).nullish().describe("The caller's own tenant counts"),
  groups: z.array(group).max(100).nullish(),
  groupClause: z
    .string()
    .max(20)
    .nullish()
    .meta({ enum: ['AND', 'OR'] }),
}

export const SearchRequest = z.object({
  ...searchConditions,
  pgNum: z.coerce.number().int().default(0).describe('From 0'),
  pgSize: z.coerce.number().int().default(100).describe(`At most ${alertSearchLimits.pageSize}`),
  srtKey: z.string().max(100).nullish(),
  srtDirection: z
    .string()
    .max(20)
    .nullish()
    .meta({ enum: ['ASC', 'DESC'] }),
})
export type SearchRequest = z.output<typeof SearchRequest>
export type SearchConditions = Pick<SearchRequest, 'groups' | 'groupClause'>

export const searchProblemTypes = [
  'IllegalValue',
  'IllegalOperator',
  'MaxLengthExceeded',
  'InvalidPageSize',
  'InvalidPageNumber',
  'MissingValue',
  'MissingGroups',
  'MissingFilters',
  'MaxFiltersExceeded',
] as const

export const SearchProblem = z.object({
  badFilter: z.string().nullable().describe('The filter as JSON; null where the request itself is at fault'),
  type: z.enum(searchProblemTypes),
})
export type SearchProblem = z.output<typeof SearchProblem>
