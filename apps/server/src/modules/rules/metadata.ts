import type { SearchRequest } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { ruleFamilies } from '@spillway/detection'
import type { Caller } from '../../http/index.ts'
import { nameKey } from '../identity/index.ts'
import { presentMetadata } from './present-v1.ts'
import { ruleOf } from './rule.ts'
import { column, compileSearch, flagValue, oneOf, pageOf, termsOf } from './search/index.ts'

const terms = termsOf({
  RuleMetadataId: { column: column('id'), kind: 'exact' },
  ObserverRuleId: { column: column('id'), kind: 'exact' },
  TenantId: { column: column('tenant_id'), kind: 'exact' },
  Type: { column: column('family'), kind: 'exact', value: oneOf(ruleFamilies) },
  Name: { column: column('name'), kind: 'text', folded: { column: column('name_key'), of: nameKey } },
  Description: { column: column('description'), kind: 'text' },
  Severity: { column: column('severity'), kind: 'exact', value: oneOf(['Low', 'Medium', 'High']) },
  RuleWarning: { column: column('warning'), kind: 'exact' },
  RuleSource: { column: column('source'), kind: 'exact' },
  IsEnabled: { column: column('enabled'), kind: 'flag', value: flagValue },
  IsSystem: { column: column('system'), kind: 'flag', value: flagValue },
  CreatedAt: { column: column('created_at'), kind: 'instant' },
  CreatedBy: { column: column('created_by'), kind: 'text' },
  ModifiedAt: { column: column('modified_at'), kind: 'instant' },
  ModifiedBy: { column: column('modified_by'), kind: 'text' },
})

/** Searches rules as version 1 does. */
export const createRuleSearch =
  ({ db }: Pick<ControlStore, 'db'>, settle: (tenantId: string) => Promise<void>) =>
  async ({ tenantId }: Caller, request: SearchRequest) => {
    const type$ = 'RULE_METADATA_SEARCH_RESPONSE' as const
    const compiled = compileSearch(terms, request)
    if (!compiled.ok) return { type$, ruleMetadata: [], totalCount: 0, problems: [...compiled.problems] }
    await settle(tenantId)
    const kept = db.selectFrom('alert_rule').where('tenant_id', '=', tenantId).where('deleted_at', 'is', null)
    const { rows, total } = await pageOf(kept, compiled.search)
    const ruleMetadata = rows.map((row) => presentMetadata(ruleOf(row)))
    return { type$, ruleMetadata, totalCount: total, problems: null }
  }

export type RuleSearch = ReturnType<typeof createRuleSearch>
