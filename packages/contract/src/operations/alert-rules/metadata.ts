import { z } from 'zod'
import { operation } from '../../operation.ts'
import { SearchProblem, SearchRequest } from '../alerts/search.ts'
import { portal, portalErrors } from '../portal.ts'
import { RuleFamily } from './own.ts'

const RuleMetadata = z.object({
  type$: z.literal('RULE_METADATA'),
  id: z.string(),
  observerRuleId: z.string(),
  tenantId: z.string(),
  type: RuleFamily,
  name: z.string(),
  description: z.string(),
  severity: z.enum(['HIGH', 'MEDIUM', 'LOW']),
  isSystem: z.boolean(),
  isEnabled: z.boolean(),
  ruleSource: z.string(),
  ruleWarning: z.string().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  modifiedAt: z.iso.datetime(),
  modifiedBy: z.string(),
})

const lifecycle = {
  added: '2020-12-15',
  deprecated: '2022-10-06',
  sunset: '2023-10-06',
  replacedBy: 'alert-rules.list',
} as const

export const queryRuleMetadata = operation({
  ...portal,
  id: 'alert-rules.query-metadata.v1',
  family: 'alert-rules',
  summary: 'Search alert rules; what is wrong with the question stands in `problems`',
  method: 'POST',
  path: '/v1/alerts/rules/query-rule-metadata',
  alternatePaths: [{ path: '/svc/api/v1/rules/query-rule-metadata', lifecycle, source: 'client' }],
  lifecycle,
  permission: 'alert-rules.read',
  body: SearchRequest,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      type$: z.literal('RULE_METADATA_SEARCH_RESPONSE'),
      ruleMetadata: z.array(RuleMetadata),
      totalCount: z.int(),
      problems: z.array(SearchProblem).nullable(),
    }),
  },
  errors: portalErrors,
})
