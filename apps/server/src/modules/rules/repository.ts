import { type ControlStore, isUniqueViolation } from '@spillway/control-store'
import type { RuleDefinition } from '@spillway/detection'
import { sql } from 'kysely'
import { nameTaken } from './refusals.ts'
import { type Rule, type RuleWords, rowOf, ruleOf, versionRowOf, wordsOf } from './rule.ts'

export type RuleTransaction = Parameters<Parameters<ControlStore['transaction']>[0]>[0]

export interface RuleVersion extends RuleWords {
  readonly version: number
  readonly changedAt: string
  readonly changedBy: string
}

/** Rules of tenants, what they said in each version, and a revision that grows with every change. */
export const createRuleRepository = ({ db, transaction }: Pick<ControlStore, 'db' | 'transaction'>) => {
  const rows = (tenantId: string, within: RuleTransaction | null) =>
    (within ?? db)
      .selectFrom('alert_rule')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('deleted_at', 'is', null)

  return {
    all: async (tenantId: string, within: RuleTransaction | null = null): Promise<readonly Rule[]> =>
      (await rows(tenantId, within).orderBy('name').orderBy('id').execute()).map(ruleOf),

    find: async (tenantId: string, id: string, within: RuleTransaction | null = null): Promise<Rule | null> => {
      const row = await rows(tenantId, within).where('id', '=', id).executeTakeFirst()
      return row ? ruleOf(row) : null
    },

    versions: async (ruleId: string): Promise<readonly RuleVersion[]> =>
      (
        await db
          .selectFrom('alert_rule_version')
          .selectAll()
          .where('rule_id', '=', ruleId)
          .orderBy('version', 'desc')
          .execute()
      ).map((row) => ({
        ...wordsOf(row),
        version: Number(row.version),
        changedAt: row.changed_at,
        changedBy: row.changed_by,
      })),

    definition: async (ruleId: string, version: number): Promise<RuleDefinition | null> => {
      const row = await db
        .selectFrom('alert_rule_version')
        .select('definition')
        .where('rule_id', '=', ruleId)
        .where('version', '=', version)
        .executeTakeFirst()
      return row ? (JSON.parse(row.definition) as RuleDefinition) : null
    },

    /** 0 before the first change. */
    revision: async (tenantId: string): Promise<number> => {
      const row = await db
        .selectFrom('alert_rule_state')
        .select('revision')
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst()
      return Number(row?.revision ?? 0)
    },

    /** Runs a change; changes of one tenant follow one another. Refuses a name that another rule has. */
    change: <Result>(tenantId: string, work: (within: RuleTransaction) => Promise<Result>): Promise<Result> =>
      transaction(async (within) => {
        await raise(within, tenantId)
        return work(within)
      }).catch((error) => {
        throw isUniqueViolation(error) ? nameTaken() : error
      }),

    /** First in a change that is part of another one. */
    raise,

    insert: async (within: RuleTransaction, rule: Rule): Promise<void> => {
      await within.insertInto('alert_rule').values(rowOf(rule)).execute()
      await within.insertInto('alert_rule_version').values(versionRowOf(rule)).execute()
    },

    /** Writes a rule over its former self; a version that is there already stays as it is. */
    save: async (within: RuleTransaction, rule: Rule): Promise<void> => {
      const { id, tenant_id: _tenant, ...row } = rowOf(rule)
      await within.updateTable('alert_rule').set(row).where('id', '=', id).execute()
      await within
        .insertInto('alert_rule_version')
        .values(versionRowOf(rule))
        .onConflict((conflict) => conflict.columns(['rule_id', 'version']).doNothing())
        .execute()
    },

    remove: async (within: RuleTransaction, id: string, at: string): Promise<void> => {
      await within.updateTable('alert_rule').set({ deleted_at: at, enabled: 0 }).where('id', '=', id).execute()
    },

    /** Ids that were ever used, removed rules included. */
    used: async (within: RuleTransaction, tenantId: string): Promise<ReadonlySet<string>> =>
      new Set(
        (await within.selectFrom('alert_rule').select('id').where('tenant_id', '=', tenantId).execute()).map(
          ({ id }) => id,
        ),
      ),

    /** Names that are taken. */
    names: async (within: RuleTransaction, tenantId: string): Promise<Set<string>> =>
      new Set((await rows(tenantId, within).execute()).map(({ name }) => name)),

    /** Watchlists that are there. */
    watchlists: (tenantId: string) =>
      db
        .selectFrom('watchlist')
        .select(['id', 'list_type', 'title'])
        .where('tenant_id', '=', tenantId)
        .where('deleted_at', 'is', null)
        .execute(),
  }
}

export type RuleRepository = ReturnType<typeof createRuleRepository>

const raise = (within: RuleTransaction, tenantId: string) =>
  within
    .insertInto('alert_rule_state')
    .values({ tenant_id: tenantId, revision: 1 })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet({ revision: sql`alert_rule_state.revision + 1` }),
    )
    .execute()
